import type { AwsCall } from '../endpoint/aws-call.ts';
import type { CallFault, When } from './fault.ts';

/** SIGKILL for the process that makes the call, before the call has its effect or right after. */
export function kill(when: When): CallFault {
  return async (call, forward, tools) => {
    if (call.session === undefined) return forward();
    if (when === 'after') await forward();
    await tools.kill(call);
    return 'drop';
  };
}

/** Not by an event source in a function's name. */
export function byProcess({ session }: AwsCall): boolean {
  return session !== undefined;
}
