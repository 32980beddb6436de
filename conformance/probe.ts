import { LiveProbe } from './live-probe.ts';
import type { Order, OrderEvent } from './shop-words.ts';

export interface Deployment {
  readonly url: string;
  readonly live: string;
  readonly token: string;
  readonly otherToken?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined when the text is no JSON. */
  readonly json: Record<string, unknown> | undefined;
}

export interface CallInit {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One coffee from order to ready, as it was answered and as it was heard. */
export interface Journey {
  readonly accepted: Answer;
  readonly order: Order;
  /** While it was being made. */
  readonly underway: Answer;
  readonly finished: Answer;
  readonly heard: readonly OrderEvent[];
}

/** What takes longest. */
export const coldBrew = { drink: 'cold-brew', size: 'large' };

/** Asks one deployment from outside, and nothing else. */
export class Probe {
  readonly deployment: Deployment;
  #journey: Promise<Journey> | undefined;

  constructor(deployment: Deployment) {
    this.deployment = deployment;
  }

  /** `path` may be an absolute address, as `Location` may. Text is sent as it is, anything else as JSON. */
  async call(method: string, path: string, init: CallInit = {}): Promise<Answer> {
    const { token = this.deployment.token, headers, body } = init;
    const response = await fetch(new URL(path, this.deployment.url), {
      method,
      headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  }

  post(body: unknown, init: CallInit = {}): Promise<Answer> {
    return this.call('POST', '/orders', {
      ...init,
      body,
      headers: { 'content-type': 'application/json', ...init.headers },
    });
  }

  /** Places an order that takes long enough to be looked at. */
  async place(init: CallInit = {}): Promise<Order> {
    const { json } = await this.post(coldBrew, init);
    return json as unknown as Order;
  }

  /** Cancels it before it is ready, which a fast machine may be first to be. */
  async placeAndCancel(
    token = this.deployment.token,
  ): Promise<{ readonly id: string; readonly cancelled: Answer }> {
    for (let attempt = 1; ; attempt += 1) {
      const { id } = await this.place({ token });
      const cancelled = await this.call('DELETE', `/orders/${id}`, { token });
      if (cancelled.status === 200) return { id, cancelled };
      if (attempt === 10) throw new Error(`cannot be cancelled: ${cancelled.status} ${cancelled.text}`);
    }
  }

  listen(token = this.deployment.token): Promise<LiveProbe> {
    return LiveProbe.connect(this.deployment.live, ['coffee.v1', `bearer.${token}`]);
  }

  /** The same for all clauses. */
  journey(): Promise<Journey> {
    this.#journey ??= this.#travel();
    return this.#journey;
  }

  async #travel(): Promise<Journey> {
    const line = await this.listen();
    const accepted = await this.post({ drink: 'espresso', size: 'small', name: 'Conny' });
    const order = accepted.json as unknown as Order;
    const underway = await this.call('GET', `/orders/${order.id}`);
    line.say({ action: 'sync', seen: { [order.id]: 0 } });
    await line.hear(({ subject, type }) => subject === order.id && type === 'coffee.ready');
    const finished = await this.call('GET', `/orders/${order.id}`);
    line.close();
    return { accepted, order, underway, finished, heard: line.eventsOf(order.id) };
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
