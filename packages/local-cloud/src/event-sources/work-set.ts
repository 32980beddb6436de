export interface WorkSet {
  /** Resolves as soon as less than the limit is under way. */
  roomForOne(): Promise<void>;
  add(work: Promise<void>): void;
  /** Resolves when all that was added is done. */
  all(): Promise<void>;
}

/** Work that may be under way at the same time, up to a limit. */
export function createWorkSet(limit: number): WorkSet {
  const running = new Set<Promise<void>>();
  return {
    async roomForOne() {
      while (running.size >= limit) await Promise.race(running);
    },
    add(work) {
      const tracked = work.finally(() => running.delete(tracked));
      running.add(tracked);
    },
    async all() {
      await Promise.all(running);
    },
  };
}
