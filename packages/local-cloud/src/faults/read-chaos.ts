import { randomInt } from 'node:crypto';

const chaosLevels = ['mild', 'wild'] as const;
export type ChaosLevel = (typeof chaosLevels)[number];

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
