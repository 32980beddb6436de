import type { Platform } from '../client-options.ts';
import { ProblemError } from '../errors.ts';
import { backoffMs } from '../http/backoff.ts';
import type { OrdersApi } from '../http/orders-api.ts';
import { isPassing } from '../http/retries.ts';
import { hasEnded } from '../order-update.ts';
import type { OrderNews } from './order-news.ts';

/** Between two looks for orders that are not known yet, and at orders without `Retry-After` (milliseconds). */
const pollMs = 5_000;
const minPauseMs = 1_000;
const maxBackoffMs = 30_000;
/** However long the API says that there will be no news: an order may be cancelled meanwhile. */
const maxWishMs = 60 * 60_000;
/** Orders of one look at the list; a page that is short counts as some. */
const [maxListed, shortPage] = [100, 10];

interface Ask {
  readonly etag?: string | undefined;
  /** Not to be asked again before; milliseconds. */
  readonly notBefore: number;
}

/** Asks the API for what the line cannot tell: each order when `Retry-After` says, by `ETag`. */
export class Poller {
  readonly #platform: Platform;
  readonly #api: OrdersApi;
  readonly #news: OrderNews;
  #asked = new Map<string, Ask>();
  #listNotBefore = 0;
  #looking: Promise<unknown> = Promise.resolve();

  constructor(platform: Platform, api: OrdersApi, news: OrderNews) {
    this.#platform = platform;
    this.#api = api;
    this.#news = news;
  }

  /** Until `signal` aborts; tells after each round whether the API answered. */
  async run(signal: AbortSignal, tell: (works: boolean) => void): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const trouble = await this.#round(signal);
      if (signal.aborted) return;
      tell(trouble === undefined);
      failures = trouble === undefined ? 0 : failures + 1;
      const ms = trouble === undefined ? this.#pauseMs() : this.#pauseAfter(trouble, failures);
      await this.#platform.clock.sleep(ms, signal);
    }
  }

  /** Asks once for each of these, one after the other. What fails now is still awaited: the line asks again. */
  look(ids: readonly string[], signal: AbortSignal): Promise<unknown> {
    this.#looking = this.#looking
      .then(async () => {
        for (const id of ids) if (!signal.aborted) await this.#ask(id, signal);
      })
      .catch(() => {})
      .then(() => this.#forgetOthers());
    return this.#looking;
  }

  /** What went wrong, if anything did. */
  async #round(signal: AbortSignal): Promise<unknown> {
    try {
      if (this.#news.isWatchedWhole && this.#listNotBefore <= this.#now) await this.#list(signal);
      for (const id of this.#due()) await this.#ask(id, signal);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    let cursor: string | undefined;
    for (let listed = 0; listed < maxListed && (cursor !== undefined || listed === 0); ) {
      const { items, nextCursor } = await this.#api.list({ limit: maxListed, cursor }, signal);
      // What ended before anybody watched is no news.
      const news = items.filter((order) => !hasEnded(order) || this.#news.knows(order.id));
      for (const order of news) this.#news.take(order);
      listed += Math.max(shortPage, items.length);
      cursor = nextCursor;
    }
    this.#listNotBefore = this.#now + pollMs;
  }

  async #ask(id: string, signal: AbortSignal): Promise<void> {
    try {
      const known = this.#asked.get(id)?.etag;
      const { order, etag, retryAfterMs = pollMs } = await this.#api.readNewer(id, known, signal);
      this.#asked.set(id, { etag, notBefore: this.#now + Math.min(retryAfterMs, maxWishMs) });
      if (order) this.#news.take(order);
      else this.#news.heard(id);
    } catch (error) {
      if (!(error instanceof ProblemError) || isPassing(error)) throw error;
      this.#news.fail(id, error);
    }
  }

  #due(): readonly string[] {
    this.#forgetOthers();
    const awaited = [...this.#news.awaited().keys()];
    return awaited.filter((id) => (this.#asked.get(id)?.notBefore ?? 0) <= this.#now);
  }

  /** Those that nobody waits for any more. */
  #forgetOthers(): void {
    const awaited = this.#news.awaited();
    this.#asked = new Map([...this.#asked].filter(([id]) => awaited.has(id)));
  }

  #pauseMs(): number {
    const next = [...this.#asked.values()].map(({ notBefore }) => notBefore);
    const soonest = Math.min(this.#now + pollMs, ...next);
    return Math.max(minPauseMs, soonest - this.#now);
  }

  #pauseAfter(trouble: unknown, failures: number): number {
    const wishedMs = trouble instanceof ProblemError ? (trouble.retryAfterMs ?? 0) : 0;
    return (
      Math.max(pollMs, Math.min(wishedMs, maxWishMs)) +
      backoffMs(failures, maxBackoffMs, this.#platform.random)
    );
  }

  get #now(): number {
    return this.#platform.clock.now();
  }
}
