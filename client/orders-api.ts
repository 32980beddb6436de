import type { MenuEntry } from '../coffee/menu.ts';
import type { Clock } from '../domain/ports.ts';
import type { NewOrder, PublicOrder } from './coffee.ts';
import { UnexpectedAnswerError } from './errors.ts';
import type { Http } from './http.ts';
import { isOrder } from './is-order.ts';
import type { Answer } from './read-answer.ts';
import { retryAfterMs } from './retry-after.ts';

export interface Abortable {
  readonly signal?: AbortSignal | undefined;
}

export interface ListQuery {
  /** 1 to 100. @default 20 */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
  readonly status?: PublicOrder['status'];
}

export interface OrderPage {
  readonly items: readonly PublicOrder[];
  readonly nextCursor?: string;
}

/** An order and when to ask for it again. */
export interface Reading {
  readonly order: PublicOrder;
  readonly etag: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** The calls of the HTTP API, each answer checked to be one. */
export function createOrdersApi(http: Http, clock: Clock) {
  const cachingOf = ({ headers }: Answer) => ({
    etag: headers.get('etag') ?? undefined,
    retryAfterMs: retryAfterMs(headers, clock.now()),
  });

  return {
    async place(request: NewOrder, key: string, { signal }: Abortable): Promise<PublicOrder> {
      const headers = { 'idempotency-key': key };
      return orderIn(await http({ method: 'POST', path: '/orders', headers, body: request, signal }));
    },

    async read(id: string, { signal }: Abortable): Promise<Reading> {
      const answer = await http({ method: 'GET', path: pathOf(id), signal });
      return { order: orderIn(answer), ...cachingOf(answer) };
    },

    /** Without an order when it is still the one that `etag` names. */
    async readNewer(id: string, etag: string | undefined, { signal }: Abortable): Promise<Partial<Reading>> {
      const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': etag };
      const answer = await http({ method: 'GET', path: pathOf(id), headers, signal });
      return { ...(answer.status !== 304 && { order: orderIn(answer) }), ...cachingOf(answer) };
    },

    async list(query: ListQuery, { signal }: Abortable): Promise<OrderPage> {
      const search = new URLSearchParams(
        Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
      );
      const { body } = await http({ method: 'GET', path: `/orders?${search}`, signal });
      const { items, nextCursor } = Object(body) as Record<string, unknown>;
      if (!Array.isArray(items) || !items.every(isOrder))
        throw new UnexpectedAnswerError('not a list of orders');
      return { items, ...(typeof nextCursor === 'string' && { nextCursor }) };
    },

    async cancel(id: string, { signal }: Abortable): Promise<PublicOrder> {
      return orderIn(await http({ method: 'DELETE', path: pathOf(id), signal }));
    },

    async menu({ signal }: Abortable): Promise<readonly MenuEntry[]> {
      const { body } = await http({ method: 'GET', path: '/menu', isPublic: true, signal });
      const { drinks } = Object(body) as Record<string, unknown>;
      if (!Array.isArray(drinks)) throw new UnexpectedAnswerError('not a menu');
      return drinks;
    },
  };
}

export type OrdersApi = ReturnType<typeof createOrdersApi>;

function orderIn({ body, status }: Answer): PublicOrder {
  if (isOrder(body)) return body;
  throw new UnexpectedAnswerError(`${status} without an order`);
}

function pathOf(id: string): string {
  return `/orders/${encodeURIComponent(id)}`;
}
