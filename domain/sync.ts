import { type CloudEvent, eventOf } from './events.ts';
import { isOpen, type Order } from './order.ts';
import type { Clock, OrderBook, OrderPage } from './ports.ts';
import { readOrder } from './read-order.ts';

/** Ids of orders and the versions that the client has: at most `maxSeen`. */
export type Seen = Readonly<Record<string, number>>;

/** What one message of 4 KB can hold. */
export const maxSeen = 80;

/** An order that is still open was accepted within this time (milliseconds): the longest recipe, its grace and repairs. */
const openForMs = 3 * 24 * 60 * 60 * 1000;

/** The current event of every open order, and of each seen one that has a newer version. */
export async function sync(
  { orders, clock }: { orders: OrderBook; clock: Clock },
  owner: string,
  seen: Seen,
): Promise<readonly CloudEvent[]> {
  const open = await openOrders(orders, owner, clock.now());
  const openIds = new Set(open.map((order) => order.id));
  const others = Object.keys(seen).filter((id) => !openIds.has(id));
  const ended = await Promise.all(others.map((id) => readOrder(orders, owner, id)));
  return [...open, ...ended.filter((order) => order !== undefined)]
    .filter((order) => isOpen(order) || order.version > (seen[order.id] ?? 0))
    .map(eventOf);
}

async function openOrders(orders: OrderBook, owner: string, now: number): Promise<readonly Order[]> {
  const found: Order[] = [];
  let page: OrderPage | undefined;
  do {
    const after = page?.next && { after: page.next };
    page = await orders.listByOwner(owner, { limit: 100, since: now - openForMs, ...after });
    found.push(...page.orders.filter(isOpen));
  } while (page.next);
  return found;
}
