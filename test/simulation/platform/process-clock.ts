import type { Clock } from '../../../domain/ports.ts';
import type { FaultAt } from '../faults.ts';
import type { VirtualTime } from '../virtual-time.ts';

const minute = 60_000;

/** How far a clock is off at first, and after it was set, five seconds later (milliseconds). */
const skews: Readonly<Record<FaultAt<'clock'>, readonly [first: number, later: number]>> = {
  right: [0, 0],
  '+1 s': [1000, 1000],
  '-1 s': [-1000, -1000],
  '+5 min': [5 * minute, 5 * minute],
  '-5 min': [-5 * minute, -5 * minute],
  '+5 to -5 min': [5 * minute, -5 * minute],
  '-5 to +5 min': [-5 * minute, 5 * minute],
};

const setAfterMs = 5000;

/** The clock of one process: may be wrong, but its seconds are as long as everybody's. */
export class ProcessClock implements Clock {
  readonly #time: VirtualTime;
  readonly #startedAt: number;
  readonly #isAlive: () => boolean;
  readonly #skew: readonly [first: number, later: number];

  constructor(time: VirtualTime, fault: FaultAt<'clock'>, isAlive: () => boolean) {
    this.#time = time;
    this.#startedAt = time.now;
    this.#isAlive = isAlive;
    this.#skew = skews[fault];
  }

  /** Milliseconds that this clock is ahead of the truth. */
  get ahead(): number {
    return this.#skew[this.#time.now - this.#startedAt < setAfterMs ? 0 : 1] as number;
  }

  now(): number {
    return this.#time.now + this.ahead;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#time.after(ms, () => {
        if (this.#isAlive()) resolve();
      });
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
