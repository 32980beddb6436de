import type { Platform } from '../client-options.ts';
import type { Abortable, OrdersApi } from '../http/orders-api.ts';
import { isPassing } from '../http/retries.ts';
import { signalOf } from '../http/sendable.ts';
import type { OrderUpdate } from '../order-update.ts';
import type { LineState } from './line-state.ts';
import { LiveLine } from './live-line.ts';
import { OrderNews } from './order-news.ts';
import { Poller } from './poller.ts';
import { Subscription } from './subscription.ts';

/** Where watchers stand: holds the line while there are any. */
export class LiveOrders {
  readonly news: OrderNews;
  readonly #api: OrdersApi;
  readonly #line: LiveLine;
  readonly #listeners = new Set<(state: LineState) => void>();
  #state: LineState = 'idle';

  constructor(platform: Platform, api: OrdersApi) {
    this.#api = api;
    this.news = new OrderNews(platform.clock, platform.task);
    const poller = new Poller(platform, api, this.news);
    this.#line = new LiveLine(platform, this.news, poller, (state) => this.#become(state));
  }

  /** News of one order, or of all, until `signal` aborts; that throws its reason. */
  async *follow(id: string | undefined, options?: Abortable): AsyncGenerator<OrderUpdate, void, undefined> {
    const signal = signalOf(options);
    signal?.throwIfAborted();
    const subscription = new Subscription(id);
    const stop = () => subscription.fail(signal?.reason);
    signal?.addEventListener('abort', stop);
    this.#arrive(subscription);
    try {
      yield* subscription;
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#leave(subscription);
    }
  }

  get state(): LineState {
    return this.#state;
  }

  onState(listener: (state: LineState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.news.close();
    this.#stop();
  }

  #arrive(subscription: Subscription): void {
    const isFirst = !this.news.isWatched;
    this.news.subscribe(subscription);
    if (isFirst) this.#open();
    if (subscription.orderId !== undefined) void this.#ask(subscription.orderId, subscription);
  }

  #leave(subscription: Subscription): void {
    this.news.unsubscribe(subscription);
    if (!this.news.isWatched) this.#stop();
  }

  #stop(): void {
    networkEvents.removeEventListener?.('online', this.#hurry);
    this.#line.stop();
  }

  #open(): void {
    networkEvents.addEventListener?.('online', this.#hurry);
    this.#line.start();
  }

  /** At once, whatever the line does, and to find out whether there is such an order. */
  async #ask(id: string, subscription: Subscription): Promise<void> {
    try {
      this.news.take(await this.#api.read(id));
    } catch (error) {
      // The line tells when it is back.
      if (!isPassing(error)) subscription.fail(error);
    }
  }

  readonly #hurry = () => this.#line.hurry();

  #become(state: LineState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) {
      try {
        listener(state);
      } catch (error) {
        // Its own affair: nobody may miss news for it.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

/** Browsers say when the network is back; Node has no such event. */
const networkEvents: Partial<EventTarget> = globalThis as Partial<EventTarget>;
