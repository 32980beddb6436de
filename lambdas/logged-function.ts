import middy, { type Request } from '@middy/core';
import { failureInLog } from './failure-in-log.ts';

/**
 * What all functions have in common: a failure that nothing else has answered is logged once, with its causes. There is
 * no early timeout, with which middy would give up what is still under way: work is wound up by the step worker itself.
 */
export function loggedFunction<Event, Result>() {
  return middy<Event, Result>({ timeoutEarlyInMillis: 0 }).onError(logFailure);
}

function logFailure({ error }: Request): void {
  console.error({ message: 'invocation failed', ...failureInLog(error) });
}
