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

/** The latest of each order, newest order first. */
export class OrderStore {
  readonly #orders = new Map<string, OrderChange>();
  /** Undefined while there is something new in it. */
  #sorted: readonly OrderChange[] | undefined;
  readonly #listeners: ((change: OrderChange) => void)[] = [];

  onChange(listener: (change: OrderChange) => void): void {
    this.#listeners.push(listener);
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
