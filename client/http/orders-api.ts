import type { PublicOrder } from '../../domain/order/public-order.ts';
import type { StatusOf, Task } from '../../domain/task.ts';
import type { Platform } from '../client-options.ts';
import { UnexpectedAnswerError } from '../errors.ts';
import type { Http } from './http.ts';
import { orderFrom } from './order-from.ts';
import type { Answer } from './read-answer.ts';
import { retryAfterMs } from './retry-after.ts';
import { sendableBody, sendableId, sendableKey, sendableQuery } from './sendable.ts';

export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

export interface ListQuery<T extends Task = Task> {
  /** 1 to 100. @default 20 */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  readonly status?: StatusOf<T> | undefined;
}

export interface OrderPage<T extends Task = Task> {
  readonly items: readonly PublicOrder<T>[];
  readonly nextCursor?: string;
}

/** An order and when to ask for it again. */
export interface Reading {
  readonly order: PublicOrder | undefined;
  readonly etag: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** The calls of the HTTP API, each answer checked to be one. What makes no request throws a NotSentError. */
export function createOrdersApi(http: Http, { clock, task }: Platform) {
  const pathOf = (id: string) => `/${task.collection}/${sendableId(id)}`;
  const cachingOf = ({ headers }: Answer) => ({
    etag: headers.get('etag') ?? undefined,
    retryAfterMs: retryAfterMs(headers, clock.now()),
  });

  return {
    async place(request: unknown, key: string, signal?: AbortSignal): Promise<PublicOrder> {
      const headers = { 'idempotency-key': sendableKey(key) };
      const body = sendableBody(request);
      return orderIn(await http({ method: 'POST', path: `/${task.collection}`, headers, body, signal }));
    },

    async read(id: string, signal?: AbortSignal): Promise<PublicOrder> {
      return orderIn(await http({ method: 'GET', path: pathOf(id), signal }), id);
    },

    /** Without an order when it is still the one that `etag` names. */
    async readNewer(id: string, etag: string | undefined, signal: AbortSignal): Promise<Reading> {
      const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': etag };
      const answer = await http({ method: 'GET', path: pathOf(id), headers, signal });
      return { order: answer.status === 304 ? undefined : orderIn(answer, id), ...cachingOf(answer) };
    },

    async list(query: ListQuery, signal?: AbortSignal): Promise<OrderPage> {
      const { body } = await http({
        method: 'GET',
        path: `/${task.collection}${sendableQuery(query)}`,
        signal,
      });
      const { items, nextCursor } = Object(body) as Record<string, unknown>;
      const orders = Array.isArray(items) ? items.map(orderFrom) : [undefined];
      if (!orders.every((order) => order !== undefined))
        throw new UnexpectedAnswerError('not a list of orders');
      return { items: orders, ...(typeof nextCursor === 'string' && { nextCursor }) };
    },

    async cancel(id: string, signal?: AbortSignal): Promise<PublicOrder> {
      return orderIn(await http({ method: 'DELETE', path: pathOf(id), signal }), id);
    },
  };
}

export type OrdersApi = ReturnType<typeof createOrdersApi>;

/** The order that was asked for by `id`, or the one that was made. */
function orderIn({ body, status }: Answer, id?: string): PublicOrder {
  const order = orderFrom(body);
  if (order && (id === undefined || order.id === sendableId(id))) return order;
  throw new UnexpectedAnswerError(`${status} without the order`);
}
