import type { MenuEntry } from '../coffee/menu.ts';
import { type ClientOptions, platformOf } from './client-options.ts';
import type { NewOrder, PublicOrder } from './coffee.ts';
import { ClosedError, OrderEndedError } from './errors.ts';
import { createHttp } from './http.ts';
import type { LineState } from './line-state.ts';
import { hasEnded, type OrderUpdate } from './order-update.ts';
import {
  type Abortable,
  createOrdersApi,
  type ListQuery,
  type OrderPage,
  type OrdersApi,
} from './orders-api.ts';
import { PickupBoard } from './pickup-board.ts';
import { isGone } from './retries.ts';
import { sendableId, signalOf } from './sendable.ts';

export interface PlaceOptions extends Abortable {
  /** Orders with the same key are one order. @default a new one for each call */
  readonly idempotencyKey?: string;
}

/**
 * Orders coffee and hears of it. Calls are repeated where that may help, an order with the same Idempotency-Key, and
 * reject with a CoffeeError. All watchers share one connection, which is open while anybody watches.
 */
export class CoffeeClient {
  readonly #api: OrdersApi;
  readonly #board: PickupBoard;

  constructor(options: ClientOptions) {
    const platform = platformOf(options);
    this.#api = createOrdersApi(createHttp(platform), platform.clock);
    this.#board = new PickupBoard(platform, this.#api);
  }

  async order(request: NewOrder, options?: PlaceOptions): Promise<PublicOrder> {
    const { idempotencyKey = crypto.randomUUID() } = Object(options) as PlaceOptions;
    return this.#learn(this.#api.place(request, idempotencyKey, signalOf(options)));
  }

  /** Rejects with a ProblemError of status 404 when it is not one of the customer's orders. */
  async get(id: string, options?: Abortable): Promise<PublicOrder> {
    return this.#learn(this.#api.read(id, signalOf(options)), id);
  }

  /** One page of one's orders, newest first. */
  async list(query?: ListQuery, options?: Abortable): Promise<OrderPage> {
    return this.#api.list(Object(query), signalOf(options));
  }

  /** All pages from the one that `query` names. */
  async *pages(query?: ListQuery, options?: Abortable): AsyncGenerator<OrderPage, void, undefined> {
    let page = await this.list(query, options);
    yield page;
    while (page.nextCursor !== undefined) {
      page = await this.list({ ...query, cursor: page.nextCursor }, options);
      yield page;
    }
  }

  async cancel(id: string, options?: Abortable): Promise<PublicOrder> {
    return this.#learn(this.#api.cancel(id, signalOf(options)), id);
  }

  async menu(options?: Abortable): Promise<readonly MenuEntry[]> {
    return this.#api.menu(signalOf(options));
  }

  /**
   * What the order is now and each change, until it has ended. Bears every outage; throws what `get` throws when
   * there is no such order, and the reason of `signal`.
   */
  async *watch(id: string, options?: Abortable): AsyncGenerator<OrderUpdate, void, undefined> {
    for await (const update of this.#board.follow(sendableId(id), options)) {
      yield update;
      if (hasEnded(update.order)) return;
    }
  }

  /** What every open order of the customer is now, and each change of any order, until `signal` aborts. */
  watchAll(options?: Abortable): AsyncGenerator<OrderUpdate, void, undefined> {
    return this.#board.follow(undefined, options);
  }

  /**
   * The order when it is ready; rejects with OrderEndedError when it ends otherwise, and with ClosedError when the client
   * is closed.
   */
  async untilReady(id: string, options?: Abortable): Promise<PublicOrder> {
    for await (const { order } of this.watch(id, options)) {
      if (order.status === 'ready') return order;
      if (hasEnded(order)) throw new OrderEndedError(order);
    }
    throw new ClosedError('The client was closed before the order was ready.');
  }

  /** How news come in at the moment. */
  get state(): LineState {
    return this.#board.state;
  }

  /** Calls `listener` with each new state; returns what ends that. */
  onState(listener: (state: LineState) => void): () => void {
    return this.#board.onState(listener);
  }

  /** Ends all watching: the iterables end. */
  close(): void {
    this.#board.close();
  }

  /** What an answer says, watchers are told as well; so they are when there is no such order. */
  async #learn(answer: Promise<PublicOrder>, id?: string): Promise<PublicOrder> {
    try {
      const order = await answer;
      this.#board.news.take(order);
      return order;
    } catch (error) {
      if (id !== undefined && isGone(error)) this.#board.news.fail(sendableId(id), error);
      throw error;
    }
  }
}
