import type { RequestBody } from '../endpoint/service-reply.ts';
import type { CapturedWrites } from './captured-writes.ts';
import { type Item, keyOf } from './item.ts';
import type { ItemStore } from './item-store.ts';
import type { TableInfo } from './table-definition.ts';

/** Removes every item of `table` whose time to live is over at `at`, as DynamoDB's own process does; how many. */
export async function expireItems(
  table: TableInfo,
  at: Date,
  store: ItemStore,
  { write }: CapturedWrites,
): Promise<number> {
  const attribute = table.timeToLiveAttribute;
  if (attribute === undefined) return 0;
  const condition = {
    ExpressionAttributeNames: { '#expiresAt': attribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(at.getTime() / 1000)) } },
  };
  const expired = await scan(store, {
    TableName: table.name,
    FilterExpression: '#expiresAt <= :now',
    ...condition,
  });
  const replies = await Promise.all(
    expired.map((item) => {
      // The item may have been given a longer life since.
      const target = { TableName: table.name, Key: keyOf(item, table.keyNames) };
      return write(
        'DeleteItem',
        { ...target, ConditionExpression: '#expiresAt <= :now', ...condition },
        true,
      );
    }),
  );
  return replies.filter(({ status }) => status === 200).length;
}

async function scan(store: ItemStore, request: RequestBody): Promise<Item[]> {
  const items: Item[] = [];
  let from: unknown;
  do {
    const { body } = await store.call('Scan', {
      ...request,
      ...(from !== undefined && { ExclusiveStartKey: from }),
    });
    const { Items, LastEvaluatedKey } = body as { Items: Item[]; LastEvaluatedKey?: Item };
    items.push(...Items);
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}
