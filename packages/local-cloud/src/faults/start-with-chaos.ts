import { randomInt } from 'node:crypto';
import { changeTemplates } from '../assembly/read-assembly.ts';
import type { Cloud, CloudOptions } from '../cloud.ts';
import { type ChaosLevel, chaosLevels, enableChaos } from './chaos.ts';
import { faultNotices } from './fault-notices.ts';
import { createFaults } from './faults.ts';
import { shortenTimeouts } from './shorten-timeouts.ts';
import { startFaultyCloud } from './start-faulty-cloud.ts';

export interface Chaos {
  readonly level: ChaosLevel;
  readonly seed: number;
}

/** `--chaos mild|wild [--seed N]`; undefined without. Throws one line that says what is wrong. */
export function readChaos(level: string | undefined, seed: string | undefined): Chaos | undefined {
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
    throw new Error(`--seed must be a whole number of up to nine digits, not "${seed}"`);
  }
  if (level === undefined) {
    if (seed === undefined) return undefined;
    throw new Error('--seed goes with --chaos mild or --chaos wild');
  }
  const known = chaosLevels.find((one) => one === level);
  if (!known) throw new Error(`--chaos must be ${chaosLevels.join(' or ')}, not "${level}"`);
  return { level: known, seed: seed === undefined ? randomInt(1_000_000) : Number(seed) };
}

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
    { ...options, app: changeTemplates(options.app, (template) => shortenTimeouts(template, timeouts)) },
    faults,
  );
  enableChaos(faults, level);
  say(`chaos: ${level}; again with --chaos ${level} --seed ${seed}`);
  return cloud;
}
