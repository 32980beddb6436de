const [firstMs, longestMs] = [1000, 30_000];

/**
 * Does it until it works: again after a pause that doubles up to half a minute, and as soon as the network is back.
 * Tells of each failure, and of the end of the trouble with undefined. Rejects with the reason of `signal` only.
 */
export async function untilItWorks<T>(
  action: () => Promise<T>,
  onTrouble: (error: unknown) => void,
  signal?: AbortSignal,
): Promise<T> {
  for (let ms = firstMs; ; ms = Math.min(longestMs, ms * 2)) {
    try {
      const result = await action();
      if (ms > firstMs) onTrouble(undefined);
      return result;
    } catch (error) {
      signal?.throwIfAborted();
      onTrouble(error);
      await networkOr(ms, signal);
      signal?.throwIfAborted();
    }
  }
}

/** Jitter keeps the pages that lost the shop in one moment from coming back in one. */
function networkOr(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const ended = new AbortController();
    const end = () => {
      clearTimeout(timer);
      ended.abort();
      resolve();
    };
    const timer = setTimeout(end, ms * (0.5 + Math.random() / 2));
    addEventListener('online', end, { signal: ended.signal });
    signal?.addEventListener('abort', end, { signal: ended.signal });
  });
}
