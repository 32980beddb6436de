/** Runs one task at a time per key; a task may need several keys. Order of calling is order of running. */
export type KeyLocks = <T>(keys: readonly string[], task: () => Promise<T>) => Promise<T>;

export function createKeyLocks(): KeyLocks {
  const tails = new Map<string, Promise<void>>();

  return async (keys, task) => {
    const { promise: done, resolve: release } = Promise.withResolvers<void>();
    // All keys are claimed before anything is awaited, so that two tasks can never wait for each other.
    const earlier = keys.map((key) => tails.get(key));
    for (const key of keys) tails.set(key, done);
    try {
      await Promise.all(earlier);
      return await task();
    } finally {
      for (const key of keys) if (tails.get(key) === done) tails.delete(key);
      release();
    }
  };
}
