import { randomUUID } from 'node:crypto';
import type { InvocationFault, When } from './fault.ts';

/** No concurrency is left for the function. */
export const refuse: InvocationFault = () => Promise.resolve({ outcome: 'throttled' });

/** The function fails, having done nothing or everything. */
export function failInvocation(when: When): InvocationFault {
  return async (invoke) => {
    if (when === 'after') await invoke();
    const requestId = randomUUID();
    const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`;
    return { outcome: 'failed', errorType: 'Runtime.ExitError', errorMessage, requestId };
  };
}
