import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { isOpen } from '../../domain/order/order.ts';
import type { OpenOrders } from '../../domain/ports.ts';
import type { OpenIndex } from './open-index.ts';
import { positionKey, positionOf } from './order-item.ts';
import { readOrders } from './read-orders.ts';

/**
 * Ids from the index, then the orders themselves: some may have ended since.
 * `consistent`: as they are now, for whoever must miss nothing.
 */
export function dynamoDbOpenOrders(index: OpenIndex & { readonly consistent: boolean }): OpenOrders {
  const { client, tableName, indexName } = index;
  return {
    async byOwner(owner, { limit, after }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: indexName,
          KeyConditionExpression: 'openOwner = :owner',
          ExpressionAttributeValues: { ':owner': owner },
          ScanIndexForward: false,
          Limit: limit,
          ...(after && {
            ExclusiveStartKey: { openOwner: owner, placed: positionKey(after), orderId: after.id },
          }),
        }),
      );
      const ids = Items.map((item) => item.orderId as string);
      const orders = await readOrders(index, ids);
      return {
        orders: ids.flatMap((id) => orders.get(id) ?? []).filter(isOpen),
        ...(LastEvaluatedKey && { next: positionOf(LastEvaluatedKey.placed) }),
      };
    },
  };
}
