import type { OrderUpdate } from '../order-update.ts';

/**
 * What one watcher has not read yet. A slow reader gets the newest update of each order, with all statuses in
 * between: never more than one for each order waits.
 */
export class Subscription {
  /** Undefined for all orders. */
  readonly orderId: string | undefined;
  readonly #waiting = new Map<string, OrderUpdate>();
  #failure: { readonly error: unknown } | undefined;
  #closed = false;
  #wake: () => void = () => {};

  constructor(orderId: string | undefined) {
    this.orderId = orderId;
  }

  wants(orderId: string): boolean {
    return this.orderId === undefined || this.orderId === orderId;
  }

  push(update: OrderUpdate): void {
    const unread = this.#waiting.get(update.order.id);
    this.#waiting.delete(update.order.id);
    const statuses = [...(unread?.statuses ?? []), ...update.statuses];
    this.#waiting.set(update.order.id, { ...update, statuses });
    this.#wake();
  }

  /** The reader gets what waits, then the error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  /** The reader gets what waits, then the end. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** For one reader. */
  async *[Symbol.asyncIterator](): AsyncGenerator<OrderUpdate, void, undefined> {
    for (;;) {
      const [next] = this.#waiting.values();
      if (next) {
        this.#waiting.delete(next.order.id);
        yield next;
      } else if (this.#failure) throw this.#failure.error;
      else if (this.#closed) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
