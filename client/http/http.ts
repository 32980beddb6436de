import type { Platform } from '../client-options.ts';
import { type Call, callOnce } from './call-once.ts';
import type { Answer } from './read-answer.ts';
import { Retries } from './retries.ts';

export type Http = (call: Call) => Promise<Answer>;

/**
 * Calls the API until it answers for good, or until there is no sense in asking again. Every call must bear
 * repetition: a POST carries its Idempotency-Key.
 */
export function createHttp(platform: Platform): Http {
  return async (call) => {
    const retries = new Retries(platform.random);
    for (;;) {
      try {
        return await callOnce(platform, call, retries.refreshToken);
      } catch (error) {
        call.signal?.throwIfAborted();
        await platform.clock.sleep(retries.pauseAfter(error), call.signal);
        call.signal?.throwIfAborted();
      }
    }
  };
}
