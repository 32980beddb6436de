import type { PublicOrder } from '../../domain/order/public-order.ts';
import type { Clock } from '../../domain/ports.ts';
import { sentence } from '../../domain/task.ts';
import type { ClientTask } from '../client-options.ts';
import { hasEnded } from '../order-update.ts';
import type { Subscription } from './subscription.ts';

interface Known {
  readonly order: PublicOrder;
  readonly message: string;
  /** When its next change is due by its recipe; milliseconds of our own clock, so that clocks may differ. */
  readonly dueAt: number;
  /** When it was heard of last, be it as it was before; milliseconds. */
  readonly heardAt: number;
}

/** Far more than a screen shows; the ones that were longest without news are forgotten first. */
const maxKnown = 2000;

/**
 * The latest of every order, from wherever it was heard: push, poll, or the answer to a call. Tells watchers what is
 * new, and nothing twice.
 */
export class OrderNews {
  readonly #known = new Map<string, Known>();
  /** Versions, by id, that were told without their result. */
  readonly #owed = new Map<string, number>();
  readonly #subscriptions = new Set<Subscription>();
  readonly #clock: Clock;
  readonly #task: ClientTask;

  constructor(clock: Clock, task: ClientTask) {
    this.#clock = clock;
    this.#task = task;
  }

  /** Takes the order in unless what is known is as new. */
  take(order: PublicOrder, message = this.#messageFor(order)): void {
    if ((this.#owed.get(order.id) ?? 0) <= order.version) this.#owed.delete(order.id);
    const now = this.#clock.now();
    const before = this.#known.get(order.id)?.order;
    if (before && before.version >= order.version) {
      this.heard(order.id);
      return;
    }
    remember(this.#known, order.id, { order, message, dueAt: now + untilChangeMs(order), heardAt: now });
    const statuses = order.history.slice(before?.history.length ?? 0);
    this.#tell(order.id, (subscription) => subscription.push({ order, message, statuses }));
  }

  /** It is as it was. */
  heard(id: string): void {
    const known = this.#known.get(id);
    if (known) remember(this.#known, id, { ...known, heardAt: this.#clock.now() });
  }

  /** There is such a version, which has to be asked for; false if it is known already. */
  owe({ id, version }: PublicOrder): boolean {
    const isNew = version > Math.max(this.#known.get(id)?.order.version ?? 0, this.#owed.get(id) ?? 0);
    if (isNew) remember(this.#owed, id, version);
    return isNew;
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
    this.#owed.delete(id);
    for (const subscription of this.#subscriptions) if (subscription.orderId === id) subscription.fail(error);
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.close();
    this.#subscriptions.clear();
  }

  /**
   * Version by id of the orders whose end is still to be heard, those that were longest without news first; 0 for one that
   * is watched or was told of and is not known yet.
   */
  awaited(): ReadonlyMap<string, number> {
    const open = this.#open().map(({ order }) => [order.id, order.version] as const);
    return new Map([...this.#unknown().map((id) => [id, 0] as const), ...open]);
  }

  /** Of the awaited those that were not heard of since then (milliseconds). */
  untold(since: number): readonly string[] {
    const silent = this.#open().filter(({ heardAt }) => heardAt < since);
    return [...new Set([...this.#unknown(), ...silent.map(({ order }) => order.id)])];
  }

  /** When the next change of any order is due (milliseconds); undefined when none is. */
  nextDueAt(): number | undefined {
    const due = [...this.#unknown().map(() => 0), ...this.#open().map(({ dueAt }) => dueAt)];
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  #messageFor(order: PublicOrder): string {
    return this.#task.message?.(order.status, order) ?? sentence({}, order.status, order);
  }

  #unknown(): readonly string[] {
    const watched = [...this.#subscriptions].flatMap(({ orderId }) => orderId ?? []);
    return [...watched.filter((id) => !this.#known.has(id)), ...this.#owed.keys()];
  }

  #open(): readonly Known[] {
    return [...this.#known.values()].filter(({ order }) => !hasEnded(order));
  }

  #tell(id: string, tell: (subscription: Subscription) => void): void {
    for (const subscription of this.#subscriptions) if (subscription.wants(id)) tell(subscription);
  }
}

/** As the newest, in the place of the oldest if there are too many. */
function remember<T>(map: Map<string, T>, id: string, value: T): void {
  map.delete(id);
  map.set(id, value);
  const [oldest] = map.keys();
  if (map.size > maxKnown && oldest !== undefined) map.delete(oldest);
}

/** The whole step: how much of it is over only the server's clock could tell. */
function untilChangeMs({ stepStartedAt, stepEndsAt }: PublicOrder): number {
  return timeOf(stepEndsAt) - timeOf(stepStartedAt) || 0;
}

/** NaN for what is no time, whatever the other side has sent. */
function timeOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}
