import type { Json } from '../json.ts';
import { type Failure, isUnderway, type Order, type OrderUnderway, type StoredFile } from '../order/order.ts';
import { retryOnConflict } from '../order/retry-on-conflict.ts';
import { shortError } from '../order/short-error.ts';
import { transition } from '../order/transition.ts';
import type { Clock, OrderRepository } from '../ports.ts';
import { leaseMs, leaseRemainingMs, released, renewed } from './lease.ts';

/** An order whose work step this worker has claimed. All writes go one after the other, and only while the lease is ours. */
export class LeasedOrder {
  readonly fence: number;
  /** Resolves once, when the lease turned out to be somebody else's or the order to have ended. */
  readonly whenLost: Promise<'lost'>;
  readonly #orders: OrderRepository;
  readonly #clock: Clock;
  readonly #abort = new AbortController();
  #order: OrderUnderway;
  #lose: (lost: 'lost') => void = () => {};
  #writing: Promise<unknown> = Promise.resolve();
  #isLost = false;
  #reported: number | undefined;

  constructor(ports: { orders: OrderRepository; clock: Clock }, order: OrderUnderway) {
    if (!order.lease) throw new TypeError('the order has no lease');
    this.fence = order.lease.fence;
    this.#orders = ports.orders;
    this.#clock = ports.clock;
    this.#order = order;
    this.whenLost = new Promise((resolve) => {
      this.#lose = resolve;
    });
  }

  get order(): OrderUnderway {
    return this.#order;
  }

  /** For the work: the order was taken away, or `abort` was called. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  abort(reason: string): void {
    this.#abort.abort(new Error(reason));
  }

  /** Remembered; the next `keep` writes it. */
  report(fraction: number): void {
    this.#reported = fraction;
  }

  /** Writes reported progress, or renews a lease of which a third is used up. False if there was nothing to write. */
  async keep(): Promise<boolean> {
    const fraction = this.#reported;
    this.#reported = undefined;
    if (fraction !== undefined) {
      await this.#write((order, now) => transition(order, { to: 'progress', fraction, leaseMs }, now));
      return true;
    }
    const left = leaseRemainingMs(this.#order, this.#clock.now());
    // More than all of it is left when the clock went back.
    if (left > (leaseMs * 2) / 3 && left <= leaseMs) return false;
    await this.#write((order, now) => renewed(order, now, leaseMs));
    return true;
  }

  finish(made: { readonly result?: Json; readonly file?: StoredFile }): Promise<Order | 'lost'> {
    return this.#write((order, now) => transition(order, { to: 'next', ...made }, now));
  }

  fail(failure: Failure): Promise<Order | 'lost'> {
    return this.#write((order, now) => transition(order, { to: 'failed', failure }, now));
  }

  /** Lets the next run claim at once, from `checkpoint`. */
  release(checkpoint: Json): Promise<Order | 'lost'> {
    return this.#write((order) => released(order, checkpoint));
  }

  /** Lets the next run claim at once, after this one failed. */
  releaseAfter(error: unknown): Promise<Order | 'lost'> {
    return this.#write((order) => ({ ...released(order), lastError: shortError(error) }));
  }

  #write(change: (order: OrderUnderway, now: number) => Order): Promise<Order | 'lost'> {
    const write = this.#writing.then(() => retryOnConflict(() => this.#writeOnce(change)));
    this.#writing = write.catch(() => {});
    return write;
  }

  async #writeOnce(
    change: (order: OrderUnderway, now: number) => Order,
  ): Promise<Order | 'lost' | 'conflict'> {
    if (this.#isLost) return 'lost';
    const next = change(this.#order, this.#clock.now());
    if ((await this.#orders.save(next, this.#order)) === 'saved') {
      if (isUnderway(next)) this.#order = next;
      return next;
    }
    const current = await this.#orders.get(this.#order.id);
    if (!current || !this.#holds(current)) {
      this.#isLost = true;
      this.abort('another worker has the order, or it has ended');
      this.#lose('lost');
      return 'lost';
    }
    this.#order = current;
    return 'conflict';
  }

  #holds(current: Order): current is OrderUnderway {
    return isUnderway(current) && current.lease?.fence === this.fence;
  }
}
