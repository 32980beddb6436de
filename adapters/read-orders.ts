import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Order } from '../domain/order.ts';
import { fromItem } from './order-item.ts';

/** Orders by id, as fresh as a read of each: an index may lag. Of more than 100 ids DynamoDB refuses all. */
export async function readOrders(
  { client, tableName }: { readonly client: DynamoDBDocumentClient; readonly tableName: string },
  ids: readonly string[],
): Promise<ReadonlyMap<string, Order>> {
  const found = new Map<string, Order>();
  let keys: Record<string, unknown>[] = ids.map((orderId) => ({ orderId }));
  while (keys.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[tableName] ?? []) found.set(item.orderId as string, fromItem(item));
    keys = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return found;
}
