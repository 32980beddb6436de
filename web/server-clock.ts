/**
 * What time it is at the shop. A customer's clock is believed unless the server's answers prove it wrong: each is one
 * bound on the difference, and the narrowest bounds of all count.
 */
export class ServerClock {
  readonly #now: () => number;
  /** Bounds (milliseconds) on how far our clock is ahead of the server's. */
  #least = Number.NEGATIVE_INFINITY;
  #most = Number.POSITIVE_INFINITY;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Milliseconds since 1970, by the server's clock. */
  now(): number {
    return this.#now() - Math.min(Math.max(0, this.#least), this.#most);
  }

  /** Something that happened at `at`, by the server's clock, was heard of just now. */
  heardOf(at: number): void {
    this.#bound(Number.NEGATIVE_INFINITY, this.#now() - at);
  }

  /** The request sent at `sentAt`, by our clock, was answered with this `Date`, which is cut to seconds. */
  answered(sentAt: number, date: string | null): void {
    const at = Date.parse(date ?? '');
    if (!Number.isNaN(at)) this.#bound(sentAt - at - 1000, this.#now() - at);
  }

  /** Bounds that contradict each other: a clock was set meanwhile, and the newer ones hold. */
  #bound(least: number, most: number): void {
    const [lower, upper] = [Math.max(this.#least, least), Math.min(this.#most, most)];
    const agree = lower <= upper;
    this.#least = agree ? lower : least;
    this.#most = agree ? upper : most;
  }
}
