import { eventOf } from '../order/events.ts';
import { isOpen, type Order } from '../order/order.ts';
import { UnreadableOrderError } from '../order/unreadable-order-error.ts';
import type { Clock, OpenOrders, OrderRepository, Position, Sockets } from '../ports.ts';
import type { Task } from '../task.ts';
import { inLanes } from './in-lanes.ts';
import { readOrder } from './read-order.ts';

export interface Syncing {
  readonly task: Task;
  readonly orders: OrderRepository;
  readonly open: OpenOrders;
  readonly sockets: Sockets;
  readonly clock: Clock;
}

/** Ids of orders and the versions that the client has: at most `maxSeen`. */
export type Seen = Readonly<Record<string, number>>;

export interface SyncRequest {
  readonly owner: string;
  readonly connectionId: string;
  readonly seen?: Seen;
  /** Where the answer before ended. */
  readonly after?: Position | undefined;
}

/** What one answer may take: the rest is for the client to ask for. */
export interface SyncBudget {
  /** Orders in one page of the index. */
  readonly page: number;
  /** Open orders told in one answer. */
  readonly orders: number;
  /** Milliseconds since 1970: no page is begun later. */
  readonly until: number;
}

export type Synced =
  | { readonly outcome: 'told' }
  /** The client has gone. */
  | { readonly outcome: 'gone' }
  /** There are more open orders after this one. */
  | { readonly outcome: 'more'; readonly after: Position };

/** What one message of 4 KB can hold. */
export const maxSeen = 80;

/** Reads and posts under way at once. */
const lanes = 10;

/**
 * Posts the current event of each seen order that is open or has a newer version, and then of the other open ones, the
 * newest first. One that was opened moments ago may be missing unless it is seen: its change is published to whoever is
 * connected.
 */
export async function sync(syncing: Syncing, request: SyncRequest, budget: SyncBudget): Promise<Synced> {
  const { clock, open } = syncing;
  const seen = await readSeen(syncing, request);
  if (!(await tell(syncing, request, seen))) return { outcome: 'gone' };
  let { after } = request;
  for (let told = 0; ; ) {
    const limit = Math.min(budget.page, budget.orders - told);
    const page = await open.byOwner(request.owner, { limit, ...(after && { after }) });
    const others = page.orders.filter(({ id }) => !seen.some((order) => order.id === id));
    if (!(await tell(syncing, request, others))) return { outcome: 'gone' };
    if (!page.next) return { outcome: 'told' };
    after = page.next;
    told += page.orders.length;
    if (told >= budget.orders || clock.now() >= budget.until) return { outcome: 'more', after };
  }
}

/** What there is to tell of the seen orders. */
async function readSeen({ orders }: Syncing, { owner, seen = {} }: SyncRequest): Promise<readonly Order[]> {
  const news: Order[] = [];
  await inLanes(lanes, Object.entries(seen), async ([id, version]) => {
    const order = await readOrder(orders, owner, id).catch(leaveOutUnreadable);
    if (order && (isOpen(order) || order.version > version)) news.push(order);
  });
  return news;
}

/** It must not keep the customer from hearing of the others. */
function leaveOutUnreadable(error: unknown): undefined {
  if (!(error instanceof UnreadableOrderError)) throw error;
  console.error({ message: 'unreadable order', orderId: error.orderId, reason: error.message });
}

/** False as soon as the client has gone. */
async function tell(
  { task, sockets }: Syncing,
  { connectionId }: SyncRequest,
  orders: readonly Order[],
): Promise<boolean> {
  let isGone = false;
  await inLanes(lanes, orders, async (order) => {
    if (isGone) return;
    isGone ||= (await sockets.post(connectionId, eventOf(task, order))) === 'gone';
  });
  return !isGone;
}
