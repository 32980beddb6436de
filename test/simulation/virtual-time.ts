interface Happening {
  readonly at: number;
  readonly run: () => void;
}

/** Time that passes only from one happening to the next. Those at the same time happen in the order they were planned. */
export class VirtualTime {
  /** Milliseconds since 1970, UTC. */
  now = Date.parse('2026-01-01T08:00:00Z');
  /** The latest first. */
  readonly #planned: Happening[] = [];

  after(ms: number, run: () => void): void {
    const at = this.now + Math.max(0, ms);
    let low = 0;
    let high = this.#planned.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#planned[middle] as Happening).at > at) low = middle + 1;
      else high = middle;
    }
    this.#planned.splice(low, 0, { at, run });
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets the next thing happen and all that follows from it at once. False when nothing is planned. */
  async step(): Promise<boolean> {
    const next = this.#planned.pop();
    if (!next) return false;
    this.now = next.at;
    next.run();
    await settled();
    return true;
  }
}

/** Ticks of a microtask's making run when the queue of microtasks is empty: nothing is under way then. */
function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
