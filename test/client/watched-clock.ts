import { ManualClock } from '../fakes/manual-clock.ts';

/** A manual clock that tells when somebody lies down to sleep. */
export class WatchedClock extends ManualClock {
  readonly slept: number[] = [];
  #waiting: (() => void)[] = [];

  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms);
    for (const wake of this.#waiting.splice(0)) wake();
    return super.sleep(ms, signal);
  }

  /** How many milliseconds the first sleep that fits is, now or later; it counts once. */
  async sleepOf(fits: (ms: number) => boolean): Promise<number> {
    for (;;) {
      const index = this.slept.findIndex(fits);
      const [ms] = index < 0 ? [] : this.slept.splice(index, 1);
      if (ms !== undefined) return ms;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}
