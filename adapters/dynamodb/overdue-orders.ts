import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { OverdueOrders } from '../../domain/ports.ts';
import type { OpenIndex } from './open-index.ts';
import { openShards } from './order-item.ts';

/** Asks every shard of the index, each for its share of `limit`. */
export function dynamoDbOverdueOrders(index: OpenIndex): OverdueOrders {
  return {
    async overdue(now, limit) {
      const share = Math.ceil(limit / openShards);
      const shards = Array.from({ length: openShards }, (_, shard) => String(shard));
      const found = await Promise.all(shards.map((shard) => overdueIn(index, shard, now, share)));
      return found
        .flat()
        .sort((a, b) => a.deadline - b.deadline)
        .map(({ orderId }) => orderId);
    },
  };
}

async function overdueIn(
  { client, tableName, indexName }: OpenIndex,
  shard: string,
  now: number,
  limit: number,
): Promise<{ orderId: string; deadline: number }[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: indexName,
      KeyConditionExpression: 'openShard = :shard AND deadline <= :now',
      ExpressionAttributeValues: { ':shard': shard, ':now': now },
      Limit: limit,
    }),
  );
  return Items as { orderId: string; deadline: number }[];
}
