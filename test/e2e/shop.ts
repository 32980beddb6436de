import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { WebSocket } from 'ws';
import type { PublicOrder } from '../../coffee/client/index.ts';
import type { CloudEvent } from '../../domain/order/events.ts';

/** Where the shop under test is, and two customers' tokens: set by the global set-up. */
export interface ShopAddress {
  readonly url: string;
  readonly live: string;
  readonly token: string;
  readonly otherToken?: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    shop: ShopAddress;
  }
}

export const shop = inject('shop');

export interface Answer<Body = PublicOrder> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** One HTTP call as a customer makes it. */
export async function call<Body = PublicOrder>(
  method: string,
  path: string,
  init: { token?: string | null; headers?: Record<string, string>; body?: string | Uint8Array } = {},
): Promise<Answer<Body>> {
  const { token = shop.token, headers, body } = init;
  const response = await fetch(new URL(path, shop.url), {
    method,
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}

export function order(
  request: unknown,
  init: { token?: string; key?: string } = {},
): Promise<Answer<PublicOrder>> {
  return call('POST', '/orders', {
    ...(init.token === undefined ? {} : { token: init.token }),
    headers: { 'content-type': 'application/json', 'idempotency-key': init.key ?? randomUUID() },
    body: JSON.stringify(request),
  });
}

/** A customer on the line: keeps what it hears, and waits for what it has not heard yet. */
export class Listener {
  readonly heard: CloudEvent[] = [];
  readonly replies: { type: string; detail?: string }[] = [];
  readonly socket: WebSocket;
  #waiting: (() => void)[] = [];
  #closed: number | undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.#take(JSON.parse(String(data))));
    socket.on('close', (code) => {
      this.#closed = code;
      this.#wake();
    });
  }

  /** Rejects with the status of a refused handshake: `Unexpected server response: 401`. */
  static async connect(
    token: string | undefined = shop.token,
    protocols = ['coffee.v1', `bearer.${token}`],
    headers: Record<string, string> = {},
  ): Promise<Listener> {
    const socket = new WebSocket(shop.live, protocols, { headers });
    const listener = new Listener(socket);
    await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return listener;
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The first event that fits, heard already or still to come; the test's time limit ends the wait. */
  async hear(fits: (event: CloudEvent) => boolean): Promise<CloudEvent> {
    return this.#until(() => this.heard.find(fits));
  }

  hearStatus(id: string, status: string): Promise<CloudEvent> {
    return this.hear(({ subject, type }) => subject === id && type === `coffee.${status}`);
  }

  async reply(): Promise<{ type: string; detail?: string }> {
    return this.#until(() => this.replies.shift());
  }

  closeCode(): Promise<number> {
    return this.#until(() => this.#closed);
  }

  close(): void {
    this.socket.close();
  }

  async #until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.#closed !== undefined) throw new Error(`the line was closed with ${this.#closed}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #take(message: CloudEvent | { type: string; detail?: string }): void {
    if ('specversion' in message) this.heard.push(message);
    else this.replies.push(message);
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
