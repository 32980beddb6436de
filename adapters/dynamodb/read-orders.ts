import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BusyError } from '../../domain/order/busy-error.ts';
import type { Order } from '../../domain/order/order.ts';
import { systemClock } from '../system-clock.ts';
import { fromItemIfReadable } from './order-item.ts';

export interface ReadOptions {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly consistent: boolean;
}

/** A throttled table answers in part and names the rest, which the SDK does not ask for again. */
const maxTries = 5;

/** At most (milliseconds); four pauses take less than a second together. */
const firstPauseMs = 50;

/**
 * Orders by id, at most 100: as fresh as a read of each where `consistent`, or else for half of the price. One that cannot be read is left out. Rejects with a BusyError when
 * some were left unread five times over.
 */
export async function readOrders(
  { client, tableName, consistent }: ReadOptions,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Order>> {
  const found = new Map<string, Order>();
  let keys: Record<string, unknown>[] = ids.map((orderId) => ({ orderId }));
  for (let tries = 0; keys.length > 0; tries++) {
    if (tries >= maxTries) throw new BusyError(`the table left ${keys.length} orders unread`);
    // Exponential backoff with full jitter.
    if (tries > 0) await systemClock.sleep(Math.random() * firstPauseMs * 2 ** (tries - 1));
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: keys, ConsistentRead: consistent } } }),
    );
    for (const item of Responses?.[tableName] ?? []) {
      const order = fromItemIfReadable(item);
      if (order) found.set(order.id, order);
    }
    keys = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return found;
}
