import type { VirtualTime } from './virtual-time.ts';

/** What happened, one line each. Costs nothing unless somebody listens. */
export class Story {
  readonly #time: VirtualTime;
  readonly #begin: number;
  readonly lines: string[] | undefined;

  constructor(time: VirtualTime, told: boolean) {
    this.#time = time;
    this.#begin = time.now;
    this.lines = told ? [] : undefined;
  }

  tell(who: string, what: () => string): void {
    this.lines?.push(`${this.#sinceBegin()}  ${who}: ${what()}`);
  }

  #sinceBegin(): string {
    const seconds = (this.#time.now - this.#begin) / 1000;
    const minutes = Math.floor(seconds / 60);
    return `${String(minutes).padStart(3)}:${(seconds - minutes * 60).toFixed(3).padStart(6, '0')}`;
  }
}
