import type { Clock } from '../domain/ports.ts';
import type { PublicOrder } from './coffee.ts';
import { messageFor } from './coffee.ts';
import { hasEnded } from './order-update.ts';
import type { Subscription } from './subscription.ts';

interface Known {
  readonly order: PublicOrder;
  readonly message: string;
  /** When its next change is due by its recipe; milliseconds of our own clock, so that clocks may differ. */
  readonly dueAt: number;
}

/** Far more than a screen shows; the ones that were longest without news are forgotten first. */
const maxKnown = 2000;

/**
 * The latest of every order, from wherever it was heard: push, poll, or the answer to a call. Tells watchers what is
 * new, and nothing twice.
 */
export class OrderNews {
  readonly #known = new Map<string, Known>();
  readonly #subscriptions = new Set<Subscription>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the order in unless what is known is as new. */
  take(order: PublicOrder, message = messageFor(order)): void {
    const before = this.#known.get(order.id)?.order;
    if (before && before.version >= order.version) return;
    this.#remember({ order, message, dueAt: this.#clock.now() + untilChangeMs(order) });
    const statuses = order.history.slice(before?.history.length ?? 0);
    this.#tell(order.id, (subscription) => subscription.push({ order, message, statuses }));
  }

  /** Starts with what is known already: the order asked for, or all that are open. */
  subscribe(subscription: Subscription): void {
    this.#subscriptions.add(subscription);
    for (const { order, message } of this.#known.values()) {
      const isAsked = subscription.orderId === order.id;
      const isOpen = subscription.orderId === undefined && !hasEnded(order);
      if (isAsked || isOpen) subscription.push({ order, message, statuses: order.history });
    }
  }

  unsubscribe(subscription: Subscription): void {
    this.#subscriptions.delete(subscription);
  }

  get isWatched(): boolean {
    return this.#subscriptions.size > 0;
  }

  get isWatchedWhole(): boolean {
    return [...this.#subscriptions].some(({ orderId }) => orderId === undefined);
  }

  knows(id: string): boolean {
    return this.#known.has(id);
  }

  /** The order will never be heard of: ends the watchers of just this one. */
  fail(id: string, error: unknown): void {
    this.#known.delete(id);
    for (const subscription of this.#subscriptions) if (subscription.orderId === id) subscription.fail(error);
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.close();
  }

  /** Version by id of the orders whose end is still to be heard; 0 for one that is watched and not known yet. */
  awaited(): ReadonlyMap<string, number> {
    const watched = [...this.#subscriptions].flatMap(({ orderId }) => orderId ?? []);
    const unknown = watched.filter((id) => !this.#known.has(id)).map((id) => [id, 0] as const);
    const open = this.#open().map(({ order }) => [order.id, order.version] as const);
    return new Map([...unknown, ...open]);
  }

  /** When the next change of any order is due (milliseconds); undefined when none is. */
  nextDueAt(): number | undefined {
    const due = this.#open().map(({ dueAt }) => dueAt);
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  #open(): readonly Known[] {
    return [...this.#known.values()].filter(({ order }) => !hasEnded(order));
  }

  #remember(known: Known): void {
    this.#known.delete(known.order.id);
    this.#known.set(known.order.id, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxKnown && oldest !== undefined) this.#known.delete(oldest);
  }

  #tell(id: string, tell: (subscription: Subscription) => void): void {
    for (const subscription of this.#subscriptions) if (subscription.wants(id)) tell(subscription);
  }
}

/** The whole step: how much of it is over only the server's clock could tell. */
function untilChangeMs({ stepStartedAt, stepEndsAt }: PublicOrder): number {
  if (stepStartedAt === undefined || stepEndsAt === undefined) return 0;
  return Date.parse(stepEndsAt) - Date.parse(stepStartedAt);
}
