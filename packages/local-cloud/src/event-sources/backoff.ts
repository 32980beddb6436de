import { setTimeout } from 'node:timers/promises';

export interface Backoff {
  /** Waits longer each time, until `reset`. */
  wait(signal: AbortSignal): Promise<void>;
  reset(): void;
}

/** Both in milliseconds. */
export interface BackoffLimits {
  readonly first: number;
  readonly longest: number;
}

/** Doubles the pause from `first` up to `longest`. */
export function createBackoff({ first, longest }: BackoffLimits): Backoff {
  let next = first;
  return {
    async wait(signal) {
      const milliseconds = next;
      next = Math.min(longest, next * 2);
      await pause(milliseconds, signal);
    },
    reset() {
      next = first;
    },
  };
}

/** Resolves after that time, or at once when the signal is aborted; never rejects. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => {});
}
