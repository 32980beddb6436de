import { type CloudEvent, eventOf } from './events.ts';
import { isOpen } from './order.ts';
import type { OpenOrders, OrderBook } from './ports.ts';
import { readOrder } from './read-order.ts';
import type { Task } from './task.ts';

export interface Syncing {
  readonly task: Task;
  readonly orders: OrderBook;
  readonly open: OpenOrders;
}

/** Ids of orders and the versions that the client has: at most `maxSeen`. */
export type Seen = Readonly<Record<string, number>>;

/** What one message of 4 KB can hold. */
export const maxSeen = 80;

/**
 * The current event of every open order, and of each seen one that has a newer version. An order that was opened
 * moments ago may be missing unless it is seen: its change is announced to whoever is connected.
 */
export async function sync(
  { task, orders, open }: Syncing,
  owner: string,
  seen: Seen,
): Promise<readonly CloudEvent[]> {
  const found = await open.byOwner(owner);
  const openIds = new Set(found.map((order) => order.id));
  const others = Object.keys(seen).filter((id) => !openIds.has(id));
  const named = await Promise.all(others.map((id) => readOrder(orders, owner, id)));
  return [...found, ...named.filter((order) => order !== undefined)]
    .filter((order) => isOpen(order) || order.version > (seen[order.id] ?? 0))
    .map((order) => eventOf(task, order));
}
