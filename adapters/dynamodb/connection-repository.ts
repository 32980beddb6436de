import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Connection, ConnectionRepository } from '../../domain/ports.ts';
import { unlessConditionFails } from './unless-condition-fails.ts';

/**
 * The connections of one task. Tasks share the table: the key begins with the task's name.
 * `expiresAt` is kept in seconds, as TTL wants it.
 */
export function dynamoDbConnectionRepository(
  client: DynamoDBDocumentClient,
  tableName: string,
  task: string,
): ConnectionRepository {
  const keyOf = (owner: string) => `${task}#${owner}`;
  return {
    async add({ owner, connectionId, connectedAt, expiresAt }) {
      const seconds = Math.floor(expiresAt / 1000);
      const Item = { owner: keyOf(owner), connectionId, connectedAt, expiresAt: seconds };
      await client.send(new PutCommand({ TableName: tableName, Item }));
    },
    async remove({ owner, connectionId }) {
      const Key = { owner: keyOf(owner), connectionId };
      await client.send(new DeleteCommand({ TableName: tableName, Key }));
    },
    claimSync: ({ owner, connectionId }, now, until) =>
      unlessConditionFails(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: { owner: keyOf(owner), connectionId },
            ConditionExpression:
              'attribute_exists(connectionId) AND (attribute_not_exists(syncUntil) OR syncUntil <= :now)',
            UpdateExpression: 'SET syncUntil = :until',
            ExpressionAttributeValues: { ':now': now, ':until': until },
          }),
        ),
      ),
    async endSync({ owner, connectionId }, until) {
      // Another one may have claimed it since, if this one took too long.
      await unlessConditionFails(
        client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: { owner: keyOf(owner), connectionId },
            ConditionExpression: 'syncUntil = :until',
            UpdateExpression: 'REMOVE syncUntil',
            ExpressionAttributeValues: { ':until': until },
          }),
        ),
      );
    },
    async byOwner(owner) {
      const items = await itemsOf(client, tableName, keyOf(owner));
      return items.map(({ connectionId, connectedAt, expiresAt }) => ({
        owner,
        connectionId,
        connectedAt,
        expiresAt: expiresAt * 1000,
      }));
    },
  };
}

async function itemsOf(
  client: DynamoDBDocumentClient,
  tableName: string,
  key: string,
): Promise<readonly Connection[]> {
  const found: Connection[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': key },
      // Who connected before a change must hear of it.
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) found.push(...(Items as Connection[]));
  return found;
}
