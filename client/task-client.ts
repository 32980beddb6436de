import type { PublicOrder } from '../domain/order/public-order.ts';
import type { RequestInput, Task } from '../domain/task.ts';
import { platformOf, type TaskClientOptions } from './client-options.ts';
import { ClosedError, OrderEndedError } from './errors.ts';
import { createHttp, type Http } from './http/http.ts';
import {
  type Abortable,
  createOrdersApi,
  type ListQuery,
  type OrderPage,
  type OrdersApi,
} from './http/orders-api.ts';
import { isGone } from './http/retries.ts';
import { sendableId, signalOf } from './http/sendable.ts';
import type { LineState } from './live/line-state.ts';
import { LiveOrders } from './live/live-orders.ts';
import { hasEnded, type OrderUpdate } from './order-update.ts';

export interface PlaceOptions extends Abortable {
  /** Orders with the same key are one order. @default a new one for each call */
  readonly idempotencyKey?: string;
}

/**
 * Orders of a task, and hears of them. Calls are repeated where that may help, an order with the same Idempotency-Key,
 * and reject with a ClientError. All watchers share one connection, which is open while anybody watches.
 */
export class TaskClient<T extends Task = Task> {
  /** Calls a route of the API's own, as the client calls the task's. */
  protected readonly http: Http;
  readonly #api: OrdersApi;
  readonly #live: LiveOrders;

  constructor(options: TaskClientOptions<T>) {
    const platform = platformOf(options);
    this.http = createHttp(platform);
    this.#api = createOrdersApi(this.http, platform);
    this.#live = new LiveOrders(platform, this.#api);
  }

  async order(request: RequestInput<T>, options?: PlaceOptions): Promise<PublicOrder<T>> {
    const { idempotencyKey = crypto.randomUUID() } = Object(options) as PlaceOptions;
    return this.#learn(this.#api.place(request, idempotencyKey, signalOf(options)));
  }

  /** Rejects with a ProblemError of status 404 when it is not one of the customer's orders. */
  async get(id: string, options?: Abortable): Promise<PublicOrder<T>> {
    return this.#learn(this.#api.read(id, signalOf(options)), id);
  }

  /** One page of one's orders, newest first. */
  async list(query?: ListQuery<T>, options?: Abortable): Promise<OrderPage<T>> {
    return (await this.#api.list(Object(query), signalOf(options))) as OrderPage<T>;
  }

  /** All pages from the one that `query` names. */
  async *pages(query?: ListQuery<T>, options?: Abortable): AsyncGenerator<OrderPage<T>, void, undefined> {
    let page = await this.list(query, options);
    yield page;
    while (page.nextCursor !== undefined) {
      page = await this.list({ ...query, cursor: page.nextCursor }, options);
      yield page;
    }
  }

  async cancel(id: string, options?: Abortable): Promise<PublicOrder<T>> {
    return this.#learn(this.#api.cancel(id, signalOf(options)), id);
  }

  /**
   * What the order is now and each change, until it has ended. Bears every outage; throws what `get` throws when
   * there is no such order, and the reason of `signal`.
   */
  async *watch(id: string, options?: Abortable): AsyncGenerator<OrderUpdate<T>, void, undefined> {
    for await (const update of this.#follow(sendableId(id), options)) {
      yield update;
      if (hasEnded(update.order)) return;
    }
  }

  /** What every open order of the customer is now, and each change of any order, until `signal` aborts. */
  watchAll(options?: Abortable): AsyncGenerator<OrderUpdate<T>, void, undefined> {
    return this.#follow(undefined, options);
  }

  /**
   * The order when it is ready; rejects with OrderEndedError when it ends otherwise, and with ClosedError when the client
   * is closed.
   */
  async untilReady(id: string, options?: Abortable): Promise<PublicOrder<T>> {
    for await (const { order } of this.watch(id, options)) {
      if (order.status === 'ready') return order;
      if (hasEnded(order)) throw new OrderEndedError(order);
    }
    throw new ClosedError('The client was closed before the order was ready.');
  }

  /** How news come in at the moment. */
  get state(): LineState {
    return this.#live.state;
  }

  /** Calls `listener` with each new state; returns what ends that. */
  onState(listener: (state: LineState) => void): () => void {
    return this.#live.onState(listener);
  }

  /** Ends all watching: the iterables end. */
  close(): void {
    this.#live.close();
  }

  /** The API is the task's: its orders are of these types. */
  #follow(id: string | undefined, options?: Abortable) {
    return this.#live.follow(id, options) as AsyncGenerator<OrderUpdate<T>, void, undefined>;
  }

  /** What an answer says, watchers are told as well; so they are when there is no such order. */
  async #learn(answer: Promise<PublicOrder>, id?: string): Promise<PublicOrder<T>> {
    try {
      const order = await answer;
      this.#live.news.take(order);
      return order as PublicOrder<T>;
    } catch (error) {
      if (id !== undefined && isGone(error)) this.#live.news.fail(sendableId(id), error);
      throw error;
    }
  }
}
