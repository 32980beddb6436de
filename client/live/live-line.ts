import type { Platform } from '../client-options.ts';
import { backoffMs } from '../http/backoff.ts';
import { type Connection, connect, shortestMs } from './connect.ts';
import type { LineState } from './line-state.ts';
import type { Heard, LiveSocket } from './live-socket.ts';
import type { OrderNews } from './order-news.ts';
import { Overdue } from './overdue.ts';
import type { Poller } from './poller.ts';
import { syncMessage } from './sync-message.ts';

/** Half of the silence after which API Gateway ends a connection. */
const pingMs = 5 * 60_000;
const lookMs = 2_500;
/** The old connection is kept so long after a move, for what is under way on it. */
const overlapMs = 5_000;
const maxBackoffMs = 30_000;
const failuresUntilPolling = 2;

/** One line for all watchers: a WebSocket while there is one to be had, and polling otherwise. */
export class LiveLine {
  readonly #platform: Platform;
  readonly #news: OrderNews;
  readonly #poller: Poller;
  readonly #become: (state: LineState) => void;
  #running: AbortController | undefined;
  #polling: AbortController | undefined;
  #hurry = new AbortController();

  constructor(platform: Platform, news: OrderNews, poller: Poller, become: (state: LineState) => void) {
    this.#platform = platform;
    this.#news = news;
    this.#poller = poller;
    this.#become = become;
  }

  start(): void {
    if (this.#running) return;
    this.#running = new AbortController();
    this.#become('connecting');
    void this.#run(this.#running.signal);
  }

  stop(): void {
    if (!this.#running) return;
    this.#running.abort();
    this.#running = undefined;
    this.#stopPolling();
    this.#become('idle');
  }

  /** The network is back, or another one: waits for nothing, and makes sure that the line still works. */
  hurry(): void {
    this.#hurry.abort();
    this.#hurry = new AbortController();
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const connection = await this.#connect(signal, failures === 1);
      failures = connection ? 0 : failures + 1;
      if (connection) await this.#hold(connection, signal);
      else if (failures >= failuresUntilPolling) this.#poll(signal);
      await this.#pause(backoffMs(Math.max(1, failures), maxBackoffMs, this.#platform.random), signal);
    }
  }

  /** Until the line is lost. */
  async #hold(first: Connection, signal: AbortSignal): Promise<void> {
    this.#stopPolling();
    this.#become('online');
    const overdue = new Overdue();
    let { socket, moveAt } = first;
    while (!signal.aborted && !socket.ended.aborted) {
      const hurried = await this.#pause(lookMs, AbortSignal.any([signal, socket.ended]));
      const now = this.#platform.clock.now();
      if (now >= moveAt) ({ socket, moveAt } = await this.#move({ socket, moveAt }, signal));
      else if (socket.isSilent) socket.close();
      else {
        if (hurried || this.#isQuestionable(socket, overdue, now)) {
          socket.ask();
          overdue.checked(now);
        }
        this.#lookForUntold(socket, signal);
      }
    }
    socket.close();
    if (!signal.aborted) this.#become('reconnecting');
  }

  /** What a sync does not tell of, the API is asked for: it may be gone, or the sync be lost. */
  #lookForUntold(socket: LiveSocket, signal: AbortSignal): void {
    const since = socket.talk.toldSince();
    if (since !== undefined) void this.#poller.look(this.#news.untold(since), signal);
  }

  #isQuestionable(socket: LiveSocket, overdue: Overdue, now: number): boolean {
    return now - socket.heardAt >= pingMs || overdue.isOverdue(this.#news.nextDueAt(), now);
  }

  async #move(old: Connection, signal: AbortSignal): Promise<Connection> {
    const next = await this.#connect(signal, false);
    if (!next) return { ...old, moveAt: this.#platform.clock.now() + shortestMs };
    void this.#platform.clock.sleep(overlapMs, signal).then(() => old.socket.close());
    return next;
  }

  #connect(signal: AbortSignal, refresh: boolean): Promise<Connection | undefined> {
    return connect(this.#platform, {
      refresh,
      sync: () => syncMessage(this.#news.awaited()),
      hear: (heard) => this.#hear(heard, signal),
      signal,
    });
  }

  #hear({ order, message, lacksResult }: Heard, signal: AbortSignal): void {
    if (!lacksResult) this.#news.take(order, message);
    else if (this.#news.owe(order)) void this.#poller.look([order.id], signal);
  }

  #poll(signal: AbortSignal): void {
    if (this.#polling || signal.aborted) return;
    this.#polling = new AbortController();
    const tell = (works: boolean) => this.#become(works ? 'polling' : 'offline');
    void this.#poller.run(this.#polling.signal, tell);
  }

  #stopPolling(): void {
    this.#polling?.abort();
    this.#polling = undefined;
  }

  /** True when it was cut short by hurry. */
  async #pause(ms: number, signal: AbortSignal): Promise<boolean> {
    const hurry = this.#hurry.signal;
    await this.#platform.clock.sleep(ms, AbortSignal.any([signal, hurry]));
    return hurry.aborted;
  }
}
