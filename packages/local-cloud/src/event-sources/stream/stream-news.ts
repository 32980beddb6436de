import { pause } from '../backoff.ts';

/** Calls the listener at every new record of the shard, until unsubscribed. */
export type Wake = (listener: () => void, shardId: string) => () => void;

export interface StreamNews {
  /** To be called before reading: what comes from now on is news. */
  expect(): void;
  /** Resolves when there is news since `expect`, after so many milliseconds, or when the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Lets a reader sleep until there is something to read, without missing what came while it was reading. */
export function createStreamNews(wake: Wake, shardId: string): StreamNews {
  let awake = new AbortController();
  const unsubscribe = wake(() => awake.abort(), shardId);
  return {
    expect() {
      if (awake.signal.aborted) awake = new AbortController();
    },
    wait: (milliseconds, signal) => pause(milliseconds, AbortSignal.any([awake.signal, signal])),
    close: unsubscribe,
  };
}
