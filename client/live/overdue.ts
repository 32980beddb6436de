const firstGraceMs = 5_000;
const maxGraceMs = 5 * 60_000;

/** Tells when the next change of the orders should have been heard of: with more patience after each check in vain. */
export class Overdue {
  #dueAt: number | undefined;
  #checkedAt = 0;
  #graceMs = firstGraceMs;

  /** Milliseconds. */
  isOverdue(dueAt: number | undefined, now: number): boolean {
    if (dueAt !== this.#dueAt) {
      this.#dueAt = dueAt;
      this.#graceMs = firstGraceMs;
    }
    return dueAt !== undefined && now >= Math.max(dueAt, this.#checkedAt) + this.#graceMs;
  }

  checked(now: number): void {
    this.#checkedAt = now;
    this.#graceMs = Math.min(maxGraceMs, this.#graceMs * 2);
  }
}
