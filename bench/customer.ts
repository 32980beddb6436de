import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { CloudEvent } from '../domain/events.ts';
import type { PublicOrder } from '../domain/public-order.ts';

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

  /** Rejects unless the order is accepted. */
  async order(drink: string): Promise<{ order: PublicOrder; tookMs: number }> {
    const startedAt = performance.now();
    const answer = await fetch(`${this.#shop.url}/orders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ drink }),
    });
    const order = (await answer.json()) as PublicOrder;
    if (answer.status !== 202) throw new Error(`an order was answered ${answer.status}`);
    return { order, tookMs: performance.now() - startedAt };
  }

  /** Resolves when all these orders have been heard to be ready. */
  async untilReady(ids: readonly string[]): Promise<void> {
    while (!ids.every((id) => this.heard.get(id)?.some(({ event }) => event.type === 'coffee.ready'))) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  leave(): void {
    this.#socket.close();
  }

  #take(heard: Heard): void {
    const { subject } = heard.event;
    this.heard.set(subject, [...(this.heard.get(subject) ?? []), heard]);
    this.#wake();
  }
}
