import type { Cloud, CloudOptions } from '../cloud.ts';
import { enableChaos } from './chaos.ts';
import { faultNotices } from './fault-notices.ts';
import { createFaults } from './faults.ts';
import type { Chaos } from './read-chaos.ts';
import { shortenTimeouts } from './shorten-timeouts.ts';
import { startFaultyCloud } from './start-faulty-cloud.ts';

/** Messages of killed workers come back after 10 seconds, however long the app's queues wait. */
const timeouts = { visibilityTimeout: 10 };

/** A local cloud on a bad day, which it tells of. */
export async function startWithChaos(
  options: CloudOptions,
  { level, seed }: Chaos,
  say: (line: string) => void,
): Promise<Cloud> {
  const faults = createFaults({ seed, onFault: faultNotices(say) });
  const cloud = await startFaultyCloud(
    { ...options, changeTemplate: (template) => shortenTimeouts(template, timeouts) },
    faults,
  );
  enableChaos(faults, level);
  say(`chaos: ${level}; again with --chaos ${level} --seed ${seed}`);
  return cloud;
}
