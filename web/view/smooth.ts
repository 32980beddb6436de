/** Milliseconds in which about two thirds of a jump are made up for. */
const easeMs = 180;

/** Follows a value that jumps without jumping, and never goes back. */
export class Smooth {
  #value = 0;
  #at: number | undefined;

  /** What to show at `now` (milliseconds) of a value that is `target` then. */
  towards(target: number, now: number): number {
    const elapsed = this.#at === undefined ? Number.POSITIVE_INFINITY : Math.max(0, now - this.#at);
    this.#at = now;
    this.#value += Math.max(0, target - this.#value) * (1 - Math.exp(-elapsed / easeMs));
    return this.#value;
  }
}
