import type { MenuEntry } from '../coffee/menu.ts';
import type { Clock } from '../domain/ports.ts';
import type { NewOrder, PublicOrder } from './coffee.ts';
import { UnexpectedAnswerError } from './errors.ts';
import type { Http } from './http.ts';
import { orderFrom } from './order-from.ts';
import type { Answer } from './read-answer.ts';
import { retryAfterMs } from './retry-after.ts';
import { sendableBody, sendableId, sendableKey, sendableQuery } from './sendable.ts';

export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

export interface ListQuery {
  /** 1 to 100. @default 20 */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  readonly status?: PublicOrder['status'] | undefined;
}

export interface OrderPage {
  readonly items: readonly PublicOrder[];
  readonly nextCursor?: string;
}

/** An order and when to ask for it again. */
export interface Reading {
  readonly order: PublicOrder | undefined;
  readonly etag: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** The calls of the HTTP API, each answer checked to be one. What makes no request throws a NotSentError. */
export function createOrdersApi(http: Http, clock: Clock) {
  const cachingOf = ({ headers }: Answer) => ({
    etag: headers.get('etag') ?? undefined,
    retryAfterMs: retryAfterMs(headers, clock.now()),
  });

  return {
    async place(request: NewOrder, key: string, signal?: AbortSignal): Promise<PublicOrder> {
      const headers = { 'idempotency-key': sendableKey(key) };
      const body = sendableBody(request);
      return orderIn(await http({ method: 'POST', path: '/orders', headers, body, signal }));
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
      const { body } = await http({ method: 'GET', path: `/orders${sendableQuery(query)}`, signal });
      const { items, nextCursor } = Object(body) as Record<string, unknown>;
      const orders = Array.isArray(items) ? items.map(orderFrom) : [undefined];
      if (!orders.every((order) => order !== undefined))
        throw new UnexpectedAnswerError('not a list of orders');
      return { items: orders, ...(typeof nextCursor === 'string' && { nextCursor }) };
    },

    async cancel(id: string, signal?: AbortSignal): Promise<PublicOrder> {
      return orderIn(await http({ method: 'DELETE', path: pathOf(id), signal }), id);
    },

    async menu(signal?: AbortSignal): Promise<readonly MenuEntry[]> {
      const { body } = await http({ method: 'GET', path: '/menu', isPublic: true, signal });
      const { drinks } = Object(body) as Record<string, unknown>;
      if (!Array.isArray(drinks)) throw new UnexpectedAnswerError('not a menu');
      return drinks;
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

function pathOf(id: string): string {
  return `/orders/${sendableId(id)}`;
}
