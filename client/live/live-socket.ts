import type { PublicOrder } from '../../domain/order/public-order.ts';
import { protocolOf } from '../../domain/task.ts';
import type { Platform, Socket } from '../client-options.ts';
import { orderFrom } from '../http/order-from.ts';
import { SyncTalk } from './sync-talk.ts';

/** An order, and what the API says about it. */
export interface Heard {
  readonly order: PublicOrder;
  readonly message: string | undefined;
  /** Its result was too large to be told: the order is to be asked for. */
  readonly lacksResult: boolean;
}

export type Hear = (heard: Heard) => void;

/** Silence after a question (milliseconds) that means that nobody is there any more: a cold start takes two seconds. */
const answerMs = 10_000;

/** One WebSocket from connecting to its end, and whether somebody still answers on it. */
export class LiveSocket {
  readonly talk: SyncTalk;
  readonly #socket: Socket;
  readonly #platform: Platform;
  readonly #ended = new AbortController();
  readonly #answered = Promise.withResolvers<boolean>();
  #heardAt: number;
  #askedAt: number | undefined;

  /** `sync` is said when the line is open. Throws when the address or the token cannot be one. */
  constructor(platform: Platform, token: string, sync: () => string, hear: Hear) {
    this.#platform = platform;
    this.#heardAt = platform.clock.now();
    this.#socket = new platform.WebSocket(platform.liveUrl, [
      protocolOf(platform.task.name),
      `bearer.${token}`,
    ]);
    this.talk = new SyncTalk(platform, (message) => this.#socket.send(message), sync, this.ended);
    this.#socket.onopen = () => this.ask();
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

  /** Asks what is new, and a ping that has to be answered; nothing while an answer is still awaited. */
  ask(): void {
    if (this.ended.aborted || this.#askedAt !== undefined) return;
    this.#askedAt = this.#platform.clock.now();
    this.talk.start();
    this.#socket.send('{"action":"ping"}');
  }

  close(): void {
    if (this.ended.aborted) return;
    this.#ended.abort();
    this.#answered.resolve(false);
    this.#socket.close();
  }

  #take(data: unknown, hear: Hear): void {
    if (this.ended.aborted) return;
    const said = parsed(data);
    if (isOfGateway(said)) return void this.talk.fail();
    this.#heardAt = this.#platform.clock.now();
    this.#askedAt = undefined;
    this.#answered.resolve(true);
    if (said.type === 'error') void this.talk.fail();
    else if (said.type === 'more' && typeof said.after === 'string') this.talk.goOn(said.after);
    else hearOrder(said.data, hear);
  }
}

/** Everything else, such as a pong, is a sign of life and no more. */
function hearOrder(data: unknown, hear: Hear): void {
  const { order, message, resultAt } = fieldsOf(data);
  const known = orderFrom(order);
  const words = typeof message === 'string' ? message : undefined;
  if (known) hear({ order: known, message: words, lacksResult: resultAt !== undefined });
}

/**
 * What API Gateway says itself when the function behind it failed ("Internal server error"), is throttled, or took too
 * long: always `{message, connectionId, requestId}`. The function has not answered.
 */
function isOfGateway({ message, connectionId, requestId }: Record<string, unknown>): boolean {
  return [message, connectionId, requestId].every((part) => typeof part === 'string');
}

function parsed(data: unknown): Record<string, unknown> {
  try {
    return fieldsOf(JSON.parse(String(data)));
  } catch {
    return {};
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return Object(value);
}
