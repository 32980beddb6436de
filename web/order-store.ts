import { hasEnded, messageFor, type PublicOrder } from '../coffee/client/index.ts';

export interface OrderChange {
  readonly order: PublicOrder;
  /** What was known of it before; absent when it is new here. */
  readonly before?: PublicOrder;
  /** For people. */
  readonly message: string;
}

/** For so long (milliseconds) a coffee that nobody collected waits at the counter. */
const waitsMs = 30 * 60_000;
/** For so long (milliseconds) a customer who has not seen it is told of a failure. */
const toldMs = 24 * 60 * 60_000;

/** The latest of each order, newest order first. */
export class OrderStore {
  readonly #orders = new Map<string, OrderChange>();
  /** Undefined while there is something new in it. */
  #sorted: readonly OrderChange[] | undefined;
  readonly #listeners: ((change: OrderChange) => void)[] = [];
  readonly #goneListeners: ((order: PublicOrder) => void)[] = [];

  onChange(listener: (change: OrderChange) => void): void {
    this.#listeners.push(listener);
  }

  /** Calls `listener` with what the shop does not have any more. */
  onGone(listener: (order: PublicOrder) => void): void {
    this.#goneListeners.push(listener);
  }

  /** Takes an order in unless what is known is as new. */
  take(order: PublicOrder, message = messageFor(order)): void {
    const before = this.#orders.get(order.id)?.order;
    if (before && before.version >= order.version) return;
    const change = { order, message, ...(before && { before }) };
    this.#orders.set(order.id, change);
    this.#sorted = undefined;
    for (const listener of this.#listeners) listener(change);
  }

  /** The shop has no such order any more. */
  forget(id: string): void {
    const known = this.#orders.get(id);
    if (!known) return;
    this.#orders.delete(id);
    this.#sorted = undefined;
    for (const listener of this.#goneListeners) listener(known.order);
  }

  get(id: string): OrderChange | undefined {
    return this.#orders.get(id);
  }

  /** Asked for with each frame, on a board that may be open for weeks. */
  all(): readonly OrderChange[] {
    this.#sorted ??= [...this.#orders.values()].sort(newestFirst);
    return this.#sorted;
  }
}

function newestFirst(a: OrderChange, b: OrderChange): number {
  return Date.parse(b.order.createdAt) - Date.parse(a.order.createdAt);
}

export function isUnderway(order: PublicOrder): boolean {
  return !hasEnded(order);
}

/** Ready not so long ago that somebody must have taken it. `now` is milliseconds by the server's clock. */
export function isWaiting(order: PublicOrder, now: number): boolean {
  return order.readyAt !== undefined && now - Date.parse(order.readyAt) < waitsMs;
}

/** Failed not so long ago that nobody wants to know any more. `now` is milliseconds by the server's clock. */
export function hasFailed(order: PublicOrder, now: number): boolean {
  return order.status === 'failed' && now - Date.parse(order.updatedAt) < toldMs;
}

/** Of concern to its customer, unless it was taken note of. `now` is milliseconds by the server's clock. */
export function isPresent(order: PublicOrder, now: number): boolean {
  return isUnderway(order) || isWaiting(order, now) || hasFailed(order, now);
}
