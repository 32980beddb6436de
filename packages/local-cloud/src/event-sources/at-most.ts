import { setTimeout } from 'node:timers/promises';

/** Waits for the work, but no longer than that. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const timer = setTimeout(milliseconds, undefined, { signal: done.signal }).catch(() => {});
  await Promise.race([work, timer]);
  done.abort();
}
