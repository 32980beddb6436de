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

/** The process stands still for so long after the call has had its effect. */
export function freeze(milliseconds: number): CallFault {
  return async (call, forward, tools) => {
    const reply = await forward();
    tools.freeze(call, milliseconds);
    return reply;
  };
}

/** Not by an event source in a function's name. */
export function byProcess({ session }: AwsCall): boolean {
  return session !== undefined;
}
