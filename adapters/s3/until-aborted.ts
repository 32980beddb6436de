/** What the iterable gives, until `signal` aborts: then it rejects with the signal's reason, be the iterable asleep. */
export async function* untilAborted<T>(
  iterable: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, undefined> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  // Nobody may be waiting when it aborts.
  aborted.catch(() => {});
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  const iterator = iterable[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([aborted, iterator.next()]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // One that is asleep ends when it wakes up.
    iterator.return?.()?.catch(() => {});
  }
}
