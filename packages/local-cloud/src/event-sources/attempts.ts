import { createBackoff } from './backoff.ts';
import type { Report } from './event-source.ts';

/** Gives what the work gives, or undefined after a pause if it failed. */
export type Attempt = <T>(work: () => Promise<T>) => Promise<T | undefined>;

/**
 * For calls that are repeated until they work, such as polling: a failure is followed by a pause, from half a second
 * to ten, and reported when it is new, not at each attempt.
 */
export function createAttempts(what: string, report: Report, signal: AbortSignal): Attempt {
  const backoff = createBackoff({ first: 500, longest: 10_000 });
  let reported: string | undefined;
  return async (work) => {
    try {
      const result = await work();
      reported = undefined;
      backoff.reset();
      return result;
    } catch (error) {
      const line = `${what}: ${String(error)}`;
      if (line !== reported && !signal.aborted) report(line);
      reported = line;
      await backoff.wait(signal);
      return undefined;
    }
  };
}
