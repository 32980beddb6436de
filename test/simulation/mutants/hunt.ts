import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Found } from '../search.ts';
import type { Mutant } from './mutants.ts';
import { mutatedCopy } from './mutated-copy.ts';

export interface Hunted {
  readonly mutant: Mutant;
  readonly runs: number;
  /** Undefined when it survived. */
  readonly seed: number | undefined;
  /** The promise that was broken. */
  readonly promise: string | undefined;
}

/** Simulates with the defect until a promise breaks, in a process of its own. */
export async function hunt(mutant: Mutant, runs: number): Promise<Hunted> {
  const directory = await mutatedCopy(mutant);
  try {
    const { seed, promise, runs: needed } = await simulate(directory, runs);
    return { mutant, runs: needed, seed, promise };
  } finally {
    await rm(directory, { recursive: true });
  }
}

function simulate(directory: string, runs: number): Promise<Found> {
  const program = join(directory, 'test', 'simulation', 'run.ts');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, '--json', '--runs', String(runs)], (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr, { cause: error }));
      else resolve(JSON.parse(stdout));
    });
  });
}
