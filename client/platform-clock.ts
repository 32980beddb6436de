import type { Clock } from '../domain/ports.ts';

/** What timers can count to: a longer one ends at once. */
const longestMs = 2 ** 31 - 1;

/** Time and timers that browsers and Node have alike. */
export const platformClock: Clock = {
  now: Date.now,
  sleep(ms, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, longestMs));
      signal?.addEventListener('abort', wake);
    });
  },
};
