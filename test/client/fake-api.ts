import type { PublicOrder } from '../../coffee/client/index.ts';

/** The status calls of the HTTP API, in this process. */
export class FakeApi {
  readonly orders = new Map<string, PublicOrder>();
  readonly calls: { readonly path: string; readonly etag: string | null; readonly status: number }[] = [];
  /** Of every answer about an open order; seconds. */
  retryAfter = 3;
  down = false;
  /** Of the answer to everything. */
  refusal: ResponseInit | undefined;

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { pathname: path } = new URL(String(input));
    const etag = new Headers(init?.headers).get('if-none-match');
    const response = this.down ? Response.error() : this.#answer(path, etag);
    this.calls.push({ path, etag, status: response.status });
    if (this.down) throw new TypeError('fetch failed');
    return response;
  };

  put(...orders: readonly (PublicOrder | undefined)[]): void {
    for (const order of orders) if (order) this.orders.set(order.id, order);
  }

  #answer(path: string, etag: string | null): Response {
    if (this.refusal) return new Response(null, this.refusal);
    return path === '/orders' ? this.#list() : this.#read(path, etag);
  }

  #list(): Response {
    return Response.json({ items: [...this.orders.values()] });
  }

  #read(path: string, known: string | null): Response {
    const order = this.orders.get(path.replace('/orders/', ''));
    if (!order) return Response.json({ title: 'Unknown order', status: 404 }, { status: 404 });
    const etag = `"v${order.version}"`;
    const headers = { etag, 'retry-after': String(this.retryAfter) };
    if (known === etag) return new Response(null, { status: 304, headers });
    return Response.json(order, { headers });
  }
}
