import type { NativeAttributeValue } from '@aws-sdk/util-dynamodb';
import { isOpen, type Order } from '../domain/order.ts';
import type { Position } from '../domain/ports.ts';

/** An order as a row: its own fields, and what the indexes, the stream filter and TTL need. */
export type OrderItem = Record<string, NativeAttributeValue>;

/** Ended and open orders alike are kept this long (seconds), then TTL removes them. */
const keptSeconds = 30 * 24 * 60 * 60;

/** The open orders are spread over so many partitions of the sweeper's index. */
export const openShards = 4;

/**
 * @param notify whether the stream should tell the notify function: not when only a lease changed
 */
export function toItem({ id, ...order }: Order, notify: boolean): OrderItem {
  return {
    ...order,
    orderId: id,
    placed: positionKey({ createdAt: order.createdAt, id }),
    expiresAt: Math.floor(order.createdAt / 1000) + keptSeconds,
    notify,
    ...(isOpen({ id, ...order } as Order) ? { openShard: shardOf(id), openOwner: order.owner } : {}),
  };
}

export function fromItem(item: OrderItem): Order {
  const { orderId, placed, expiresAt, notify, openShard, openOwner, ...order } = item;
  return { ...order, id: orderId } as Order;
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
