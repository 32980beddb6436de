import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shopApp } from '../bin/start/shop.ts';
import { synthesizeCached } from '../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { clientsAlone } from './clients-alone.ts';
import { type DeployedFunction, deployedFunctions } from './deployed-functions.ts';
import type { Finding } from './finding.ts';

const rounds = 21;

/** Of the time that a function's clients alone would take, as the SDK makes them. */
const limit = 0.65;

interface Compared {
  readonly fn: DeployedFunction;
  /** Undefined for a function without clients of AWS. */
  readonly clients: string | undefined;
  /** Milliseconds. */
  readonly times: number[];
  readonly clientsTimes: number[];
}

/**
 * How long a cold start imports each function, beside its AWS clients alone: in fresh processes and in turns, so that
 * whatever else the machine does hits both.
 */
export async function measureImports(root: string): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'clients-'));
  try {
    const functions = await deployedFunctions(await synthesizeCached(shopApp));
    const compared = await Promise.all(
      functions.map(async (fn): Promise<Compared> => {
        const clients = join(folder, `${fn.name}.mjs`);
        const hasClients = await clientsAlone(fn.module, root, clients);
        return { fn, clients: hasClients ? clients : undefined, times: [], clientsTimes: [] };
      }),
    );
    for (let round = 0; round < rounds; round += 1) compared.forEach(measureOnce);
    return compared.map(finding);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function measureOnce({ fn, clients, times, clientsTimes }: Compared): void {
  times.push(importTime(fn.module, fn.environment));
  if (clients !== undefined) clientsTimes.push(importTime(clients, {}));
}

function importTime(module: string, environment: Readonly<Record<string, string>>): number {
  const code = `
    const began = performance.now();
    await import(${JSON.stringify(pathToFileURL(module).href)});
    process.stdout.write(String(performance.now() - began));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    env: { ...environment, AWS_REGION: 'eu-central-1' },
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(`${module} cannot be imported: ${stderr}`);
  return Number(stdout);
}

function finding({ fn, clients, times, clientsTimes }: Compared): Finding {
  const what = `import of ${fn.name}`;
  // The shortest: whatever else the machine does can only add to a time.
  const [time, clientsTime] = [Math.min(...times), Math.min(...clientsTimes)];
  const value = `${time.toFixed(1)} ms`;
  if (clients === undefined) return { what, value };
  const share = time / clientsTime;
  return {
    what,
    value: `${value}, ${share.toFixed(2)} of the ${clientsTime.toFixed(1)} ms of its clients alone`,
    limit: `≤ ${limit}`,
    missed: !(share <= limit),
  };
}
