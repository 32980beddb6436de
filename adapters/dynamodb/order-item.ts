import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';
import { isOpen, type Order, type OrderUnderway } from '../../domain/order/order.ts';
import { UnreadableOrderError } from '../../domain/order/unreadable-order-error.ts';
import type { Position } from '../../domain/ports.ts';
import { orderFormat, readOrderItem } from './order-formats.ts';

/** An order as a row: its own fields, and what the indexes, the stream filter and TTL need. */
export type OrderItem = Record<string, NativeAttributeValue>;

/** Ended and open orders alike are kept this long (seconds), then TTL removes them. */
const keptSeconds = 30 * 24 * 60 * 60;

/** The open orders are spread over so many partitions of the sweeper's index. */
export const openShards = 4;

/**
 * What people and step handlers make is kept as JSON text: DynamoDB's own numbers, nesting and keys have other limits.
 * @param notify whether the stream should tell the notify function: not when only a lease changed
 */
export function toItem(order: Order, notify: boolean): OrderItem {
  const { id, request, results, ...rest } = order;
  const { checkpoint, ...fields } = rest as Partial<OrderUnderway>;
  return {
    ...fields,
    format: orderFormat,
    orderId: id,
    request: JSON.stringify(request),
    results: JSON.stringify(results),
    ...(checkpoint !== undefined && { checkpoint: JSON.stringify(checkpoint) }),
    placed: positionKey(order),
    expiresAt: Math.floor(order.createdAt / 1000) + keptSeconds,
    notify,
    ...(isOpen(order) && { openShard: shardOf(id), openOwner: order.owner }),
  };
}

/** Throws an UnreadableOrderError. */
export function fromItem(item: OrderItem): Order {
  return readOrderItem(item);
}

/** Undefined, and named in the log, when the row cannot be read: it must not keep others from being read. */
export function fromItemIfReadable(item: OrderItem): Order | undefined {
  try {
    return readOrderItem(item);
  } catch (error) {
    if (!(error instanceof UnreadableOrderError)) throw error;
    console.error({ message: 'unreadable order', orderId: error.orderId, reason: error.message });
    return undefined;
  }
}

/** Sorts by time, then id. */
export function positionKey({ createdAt, id }: Position): string {
  return `${new Date(createdAt).toISOString()}#${id}`;
}

export function positionOf(key: string): Position {
  const [time = '', id = ''] = key.split('#');
  return { createdAt: Date.parse(time), id };
}

function shardOf(id: string): string {
  return String(Number.parseInt(id.slice(-2), 16) % openShards);
}
