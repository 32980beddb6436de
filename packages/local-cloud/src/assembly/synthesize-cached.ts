import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { type CloudAssembly, readAssembly } from './read-assembly.ts';
import { synthesize } from './synthesize.ts';

export interface CachedSynthesisInput {
  /** Of the app: where its cdk.json is. */
  readonly folder: string;
  /** Below it each state of the sources has a folder. */
  readonly cache: string;
  /** Files and folders that the app is made of. */
  readonly sources: readonly string[];
}

/** So many syntheses are kept: a cloud that is open runs its functions from one of before. */
const kept = 5;

/** Runs a CDK app unless it was run with the same sources before. Rejects as `synthesize` does. */
export async function synthesizeCached(input: CachedSynthesisInput): Promise<CloudAssembly> {
  const { folder, cache } = input;
  const directory = join(cache, (await stampOf(input)).slice(0, 16));
  const assembly = await readAssembly(directory).catch(async () => {
    await synthesizeInto(folder, directory);
    return readAssembly(directory);
  });
  const now = new Date();
  await utimes(directory, now, now);
  await removeOld(cache);
  return assembly;
}

/** The folder appears as a whole or not at all, also when two make it at once. */
async function synthesizeInto(folder: string, directory: string): Promise<void> {
  const unfinished = `${directory}.${randomUUID()}`;
  try {
    await synthesize({ folder, out: unfinished });
    await rename(unfinished, directory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(String(Object(error).code))) throw error;
  }
}

async function removeOld(cache: string): Promise<void> {
  const entries = await Promise.all(
    (await readdir(cache)).map(async (name) => {
      const path = join(cache, name);
      // Another process may have renamed or removed it by now.
      const found = await stat(path).catch(() => undefined);
      return { path, modifiedAt: found?.mtimeMs ?? 0 };
    }),
  );
  const old = entries.sort((a, b) => b.modifiedAt - a.modifiedAt).slice(kept);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}

async function stampOf({ folder, sources }: CachedSynthesisInput): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  const files = await Promise.all(sources.map((source) => filesBelow(folder, source)));
  for (const file of files.flat().sort()) hash.update(file).update(await readFile(join(folder, file)));
  return hash.digest('hex');
}

async function filesBelow(folder: string, source: string): Promise<readonly string[]> {
  if (source.includes('.')) return [source];
  const entries = await readdir(join(folder, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
