import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { PublicOrder } from '../../coffee/client/index.ts';
import type { Cloud } from '../../packages/local-cloud/src/cloud.ts';
import { Line } from './line.ts';

export interface Answer<Body = PublicOrder> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Who orders, cancels and listens, and does not lose heart when the shop has trouble. */
export class Customer {
  readonly name: string;
  /** Ids of the orders that were answered 202. */
  readonly accepted = new Set<string>();
  /** The newest version known of each order, over all lines. */
  readonly seen = new Map<string, number>();
  readonly lines: Line[] = [];
  readonly #cloud: Pick<Cloud, 'url' | 'liveUrl'>;
  readonly #token: string;

  constructor(cloud: Pick<Cloud, 'url' | 'liveUrl'>, name: string, token: string) {
    this.#cloud = cloud;
    this.name = name;
    this.#token = token;
  }

  /** One HTTP call. Rejects when the connection fails. */
  async call<Body = PublicOrder>(
    method: string,
    path: string,
    { body, key }: { body?: unknown; key?: string } = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.#cloud.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
  }

  /** `POST /orders` with this very body. */
  send(body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    return fetch(`${this.#cloud.url}/orders`, { method: 'POST', headers, body });
  }

  /** Orders once; what comes of it is the answer's status. */
  async tryOrder(drink: string, key?: string): Promise<Answer> {
    const answer = await this.call('POST', '/orders', { body: { drink }, ...(key !== undefined && { key }) });
    if (answer.status === 202) this.accepted.add(answer.body.id);
    return answer;
  }

  /** Orders with one Idempotency-Key until the order is accepted. */
  async order(drink = 'espresso', key: string = randomUUID()): Promise<PublicOrder> {
    const { body } = await this.#insist(
      () => this.tryOrder(drink, key),
      ({ status }) => status === 202,
    );
    return body;
  }

  /** 200 if it was cancelled, 409 if it was too late. */
  async cancel(id: string): Promise<number> {
    const { status } = await this.#insist(
      () => this.call('DELETE', `/orders/${id}`),
      ({ status }) => status === 200 || status === 409,
    );
    return status;
  }

  async read(id: string): Promise<PublicOrder> {
    const { body } = await this.#insist(
      () => this.call('GET', `/orders/${id}`),
      ({ status }) => status === 200,
    );
    return body;
  }

  /** Connects until the shop lets us in, and asks for what was missed. */
  async connect(): Promise<Line> {
    for (;;) {
      const line = await this.tryToConnect().catch(() => undefined);
      if (line) {
        line.say({ action: 'sync', seen: this.#recentlySeen() });
        return line;
      }
      await setTimeout(100);
    }
  }

  async tryToConnect(): Promise<Line> {
    const line = await Line.open(this.#cloud.liveUrl, this.#token, ({ subject, data }) => {
      this.seen.set(subject, Math.max(data.order.version, this.seen.get(subject) ?? 0));
    });
    this.lines.push(line);
    return line;
  }

  leave(): void {
    for (const line of this.lines) line.drop();
  }

  #recentlySeen(): Record<string, number> {
    const known = [...this.accepted].map((id): [string, number] => [id, this.seen.get(id) ?? 0]);
    return Object.fromEntries(known.slice(-80));
  }

  async #insist(call: () => Promise<Answer>, isGood: (answer: Answer) => boolean): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await call().catch(() => undefined);
      if (answer && isGood(answer)) return answer;
      if (answer && answer.status < 500 && answer.status !== 429) {
        throw new Error(`${this.name} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      }
      if (attempt === 100) throw new Error(`${this.name} gave up, last answered ${answer?.status}`);
      await setTimeout(100);
    }
  }
}
