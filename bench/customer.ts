import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { PublicOrder } from '../coffee/client/index.ts';
import type { CloudEvent } from '../domain/order/events.ts';

export interface Heard {
  readonly event: CloudEvent;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Who orders and listens. */
export class Customer {
  /** By order, in the order of arrival. */
  readonly heard = new Map<string, Heard[]>();
  readonly #shop: { readonly url: string };
  readonly #token: string;
  readonly #socket: WebSocket;
  #wake: () => void = () => {};

  private constructor(shop: { readonly url: string }, token: string, socket: WebSocket) {
    this.#shop = shop;
    this.#token = token;
    this.#socket = socket;
    socket.on('message', (data) => this.#take({ event: JSON.parse(String(data)), at: Date.now() }));
  }

  /** Takes a token and connects. */
  static async enter(
    shop: { readonly url: string; readonly liveUrl: string },
    name: string,
  ): Promise<Customer> {
    const answer = await fetch(`${shop.url}/local/token?user=${name}`);
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const socket = new WebSocket(shop.liveUrl, ['coffee.v1', `bearer.${token}`]);
    await once(socket, 'open');
    return new Customer(shop, token, socket);
  }

  /** Orders until the shop accepts: told 503 it comes again when it should. Rejects on any other answer. */
  async order(drink: string): Promise<{ order: PublicOrder; tookMs: number }> {
    const startedAt = performance.now();
    const key = randomUUID();
    let answer = await this.#post(drink, key);
    while (answer.status === 503) {
      await setTimeout(Number(answer.headers.get('retry-after') ?? 1) * 1000);
      answer = await this.#post(drink, key);
    }
    const order = (await answer.json()) as PublicOrder;
    if (answer.status !== 202) throw new Error(`an order was answered ${answer.status}`);
    return { order, tookMs: performance.now() - startedAt };
  }

  /** Resolves when all these orders have been heard to be ready, or after two minutes. */
  async untilReady(ids: readonly string[]): Promise<void> {
    const patience = AbortSignal.timeout(120_000);
    patience.addEventListener('abort', () => this.#wake());
    while (!patience.aborted && !ids.every((id) => this.#isReady(id))) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  leave(): void {
    this.#socket.close();
  }

  #isReady(id: string): boolean {
    return this.heard.get(id)?.some(({ event }) => event.type === 'coffee.ready') ?? false;
  }

  #post(drink: string, key: string): Promise<Response> {
    return fetch(`${this.#shop.url}/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ drink }),
    });
  }

  #take(heard: Heard): void {
    const { subject } = heard.event;
    this.heard.set(subject, [...(this.heard.get(subject) ?? []), heard]);
    this.#wake();
  }
}
