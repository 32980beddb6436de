import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { AwsCall } from '../endpoint/aws-call.ts';
import type { CallFault, Reply, When } from './fault.ts';

/** From half of so many milliseconds to one and a half. */
export function delay(milliseconds: number): CallFault {
  return async ({ signal }, forward, { random }) => {
    await setTimeout(milliseconds * (0.5 + random()), undefined, { signal }).catch(() => {});
    return forward();
  };
}

/** The connection is reset. */
export function drop(when: When): CallFault {
  return async (_, forward) => {
    if (when === 'after') await forward();
    return 'drop';
  };
}

/** The connection stays open and silent until the caller gives up. */
export function hang(when: When): CallFault {
  return async (call, forward) => {
    if (when === 'after') await forward();
    return silence(call);
  };
}

/** Half of the answer arrives, or a byte of it each second. */
export function breakAnswer(broken: 'cut' | 'trickling'): CallFault {
  return async (_, forward) => {
    const reply = await forward();
    return reply === 'drop' ? reply : { ...reply, broken };
  };
}

async function silence({ signal }: AwsCall): Promise<Reply> {
  if (!signal.aborted) await once(signal, 'abort');
  return 'drop';
}
