import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Connection, ConnectionBook } from '../domain/ports.ts';

/** `expiresAt` is kept in seconds, as TTL wants it. */
export function dynamoDbConnectionBook(client: DynamoDBDocumentClient, tableName: string): ConnectionBook {
  return {
    async add({ owner, connectionId, connectedAt, expiresAt }) {
      const Item = { owner, connectionId, connectedAt, expiresAt: Math.floor(expiresAt / 1000) };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },
    async remove({ owner, connectionId }) {
      await client.send(new DeleteCommand({ TableName: tableName, Key: { owner, connectionId } }));
    },
    byOwner: (owner) => byOwner(client, tableName, owner),
  };
}

async function byOwner(
  client: DynamoDBDocumentClient,
  tableName: string,
  owner: string,
): Promise<readonly Connection[]> {
  const found: Connection[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': owner },
      // Who connected before a change must hear of it.
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const { connectionId, connectedAt, expiresAt } = item;
      found.push({ owner, connectionId, connectedAt, expiresAt: expiresAt * 1000 });
    }
  }
  return found;
}
