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

  /** `path` may be an absolute address, as `Location` may. Text and bytes are sent as they are, anything else as JSON. */
  async call(method: string, path: string, init: CallInit = {}): Promise<Answer> {
    const { token = this.deployment.token, headers, body } = init;
    const response = await fetch(new URL(path, this.deployment.url), {
      method,
      headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
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

  placeAndCancel(
    token = this.deployment.token,
  ): Promise<{ readonly id: string; readonly cancelled: Answer }> {
    return inTime(async () => {
      const { id } = await this.place({ token });
      const cancelled = await this.call('DELETE', `/orders/${id}`, { token });
      return cancelled.status === 409 ? undefined : { id, cancelled };
    });
  }

  /** Connects while the order is still open. */
  placeAndListen(): Promise<{ readonly id: string; readonly line: LiveProbe }> {
    return inTime(async () => {
      const { id } = await this.place();
      const line = await this.listen();
      if (!isReady(await this.call('GET', `/orders/${id}`))) return { id, line };
      line.close();
      return undefined;
    });
  }

  listen(token = this.deployment.token): Promise<LiveProbe> {
    return LiveProbe.connect(this.deployment.live, ['coffee.v1', `bearer.${token}`]);
  }

  /** The same for all clauses. */
  journey(): Promise<Journey> {
    this.#journey ??= this.#travel();
    return this.#journey;
  }

  async #catchUnderway(): Promise<Pick<Journey, 'accepted' | 'order' | 'underway'> | undefined> {
    const accepted = await this.post({ drink: 'espresso', size: 'small', name: 'Conny' });
    const order = accepted.json as unknown as Order;
    const underway = await this.call('GET', `/orders/${order.id}`);
    return isReady(underway) ? undefined : { accepted, order, underway };
  }

  async #travel(): Promise<Journey> {
    const line = await this.listen();
    const { accepted, order, underway } = await inTime(() => this.#catchUnderway());
    line.say({ action: 'sync', seen: { [order.id]: 0 } });
    await line.hear(({ subject, type }) => subject === order.id && type === 'coffee.ready');
    const finished = await this.call('GET', `/orders/${order.id}`);
    line.close();
    return { accepted, order, underway, finished, heard: line.eventsOf(order.id) };
  }
}

/** A fast machine may be done before it could be looked at, which `attempt` says by giving nothing: then again. */
async function inTime<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let attempts = 0; attempts < 10; attempts += 1) {
    const caught = await attempt();
    if (caught !== undefined) return caught;
  }
  throw new Error('the machine is too fast: no order could be looked at before it was ready');
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}

function isReady({ json }: Answer): boolean {
  return json?.status === 'ready';
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
