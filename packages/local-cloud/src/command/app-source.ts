import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type CloudAssembly, readAssembly } from '../assembly/read-assembly.ts';
import { synthesize } from '../assembly/synthesize.ts';
import type { RunCommand } from './options.ts';

export interface AppSource extends AsyncDisposable {
  /** Synthesizes the app as it is now. Rejects with one line. */
  read(): Promise<CloudAssembly>;
}

/**
 * The app of `folder`. It is synthesized to a folder of this process within its `cdk.out`, so that two clouds of one app do
 * not share it, and so that functions find what the app has installed, the AWS SDK above all.
 */
export async function openAppSource(
  { app, out }: Pick<RunCommand, 'app' | 'out'>,
  folder: string,
): Promise<AppSource> {
  if (out !== undefined) {
    return { read: () => readAssembly(resolve(folder, out)), [Symbol.asyncDispose]: async () => {} };
  }
  const parent = join(folder, 'cdk.out');
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const own = await mkdtemp(join(parent, `local-cloud-${process.pid}-`));
  return {
    read: () => synthesize({ folder, out: own, command: app }),
    [Symbol.asyncDispose]: () => rm(own, { recursive: true, force: true }),
  };
}

/** What clouds that were killed have left behind. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, pid] = /^local-cloud-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !runs(Number(pid)))
      await rm(join(parent, name), { recursive: true, force: true });
  }
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else may not be asked.
    return Object(error).code === 'EPERM';
  }
}
