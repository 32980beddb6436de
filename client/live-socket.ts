import type { Platform, Socket } from './client-options.ts';
import type { PublicOrder } from './coffee.ts';
import { isOrder } from './is-order.ts';

/** Takes what was heard: an order, and what the pickup board says about it. */
export type Hear = (order: PublicOrder, message: string | undefined) => void;

/** Silence after a question (milliseconds) that means that nobody is there any more: a cold start takes two seconds. */
const answerMs = 10_000;

/** One WebSocket from connecting to its end, and whether somebody still answers on it. */
export class LiveSocket {
  readonly #socket: Socket;
  readonly #platform: Platform;
  readonly #ended = new AbortController();
  readonly #answered = Promise.withResolvers<boolean>();
  #heardAt: number;
  #askedAt: number | undefined;

  /** `greeting` is said when the line is open. Throws when the address or the token cannot be one. */
  constructor(platform: Platform, token: string, greeting: () => readonly string[], hear: Hear) {
    this.#platform = platform;
    this.#heardAt = platform.clock.now();
    this.#socket = new platform.WebSocket(platform.liveUrl, ['coffee.v1', `bearer.${token}`]);
    this.#socket.onopen = () => this.ask(greeting());
    this.#socket.onmessage = ({ data }: { data: unknown }) => this.#take(data, hear);
    this.#socket.onerror = () => this.close();
    this.#socket.onclose = () => this.close();
  }

  /** True with the first message from the other side, false if the line ends before. */
  get answered(): Promise<boolean> {
    return this.#answered.promise;
  }

  /** Aborts when the line has ended. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** When anything was heard last; milliseconds. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Half-open: a question was asked and nothing came back. */
  get isSilent(): boolean {
    const now = this.#platform.clock.now();
    return this.#askedAt !== undefined && now - this.#askedAt >= answerMs;
  }

  /** Says all, and a ping that has to be answered; nothing while an answer is still awaited. */
  ask(messages: readonly string[]): void {
    if (this.ended.aborted || this.#askedAt !== undefined) return;
    this.#askedAt = this.#platform.clock.now();
    for (const message of [...messages, '{"action":"ping"}']) this.#socket.send(message);
  }

  close(): void {
    if (this.ended.aborted) return;
    this.#ended.abort();
    this.#answered.resolve(false);
    this.#socket.close();
  }

  #take(data: unknown, hear: Hear): void {
    if (this.ended.aborted) return;
    this.#heardAt = this.#platform.clock.now();
    this.#askedAt = undefined;
    this.#answered.resolve(true);
    const { order, message } = newsIn(data);
    if (isOrder(order)) hear(order, typeof message === 'string' ? message : undefined);
  }
}

/** Everything but an event with an order, such as pongs and errors, is a sign of life and no more. */
function newsIn(data: unknown): { readonly order?: unknown; readonly message?: unknown } {
  try {
    return Object(Object(JSON.parse(String(data))).data);
  } catch {
    return {};
  }
}
