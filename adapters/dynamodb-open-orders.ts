import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { isOpen, type OpenOrder } from '../domain/order.ts';
import type { OpenOrders } from '../domain/ports.ts';
import type { OpenIndex } from './open-index.ts';
import { readOrders } from './read-orders.ts';

/** Ids from the index, a hundred at a time, then the orders themselves: some may have ended since. */
export function dynamoDbOpenOrders(index: OpenIndex): OpenOrders {
  return {
    async byOwner(owner) {
      const found: OpenOrder[] = [];
      for await (const ids of idsByOwner(index, owner)) {
        const orders = await readOrders(index, ids);
        found.push(...ids.flatMap((id) => orders.get(id) ?? []).filter(isOpen));
      }
      return found;
    },
  };
}

async function* idsByOwner({ client, tableName, indexName }: OpenIndex, owner: string) {
  const pages = paginateQuery(
    { client, pageSize: 100 },
    {
      TableName: tableName,
      IndexName: indexName,
      KeyConditionExpression: 'openOwner = :owner',
      ExpressionAttributeValues: { ':owner': owner },
      ScanIndexForward: false,
    },
  );
  for await (const { Items = [] } of pages) yield Items.map((item) => item.orderId as string);
}
