import type { Clock } from '../../domain/ports.ts';

export interface Limit {
  readonly clock: Clock;
  readonly ms: number;
  /** What it rejects with when the time is over. */
  readonly late: Error;
  /** Ends it sooner, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What `work` gives, if it does so in time: it may fail to heed its signal. */
export async function within<T>(
  { clock, ms, late, signal: outer }: Limit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  const [done, over] = [new AbortController(), new AbortController()];
  const signal = AbortSignal.any([over.signal, ...(outer ? [outer] : [])]);
  void clock.sleep(ms, done.signal).then(() => over.abort(late));
  try {
    return await Promise.race([work(signal), rejectedBy(signal)]);
  } finally {
    done.abort();
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
