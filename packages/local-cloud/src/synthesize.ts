import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { runScript } from './run-script.ts';

export interface Synthesis {
  /** As CloudFormation would get it. */
  readonly template: Record<string, unknown>;
  /** Holds the bundled assets. */
  readonly directory: string;
}

/** What the synthesized app depends on. */
const sources = ['bin', 'lib', 'lambdas', 'coffee', 'domain', 'adapters', 'cdk.json', 'package-lock.json'];

const templateFile = 'SmartCoffee.template.json';

/** So many syntheses are kept: a cloud that is open runs its functions from one of before. */
const kept = 5;

/**
 * Runs the CDK app, without its command line tool, into a folder below `cache`, one for each state of the sources.
 * Rejects with the first error of the app when it does not get through.
 */
export async function synthesize(root: string, cache: string): Promise<Synthesis> {
  const directory = join(cache, (await stampOf(root)).slice(0, 16));
  const text = await readTemplate(directory).catch(async () => {
    await synthesizeInto(root, directory);
    return readTemplate(directory);
  });
  const now = new Date();
  await utimes(directory, now, now);
  await removeOld(cache);
  return { template: JSON.parse(text), directory };
}

function readTemplate(directory: string): Promise<string> {
  return readFile(join(directory, templateFile), 'utf8');
}

/** The folder appears as a whole or not at all, also when two make it at once. */
async function synthesizeInto(root: string, directory: string): Promise<void> {
  const unfinished = `${directory}.${randomUUID()}`;
  try {
    await runApp(root, unfinished);
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

async function runApp(root: string, directory: string): Promise<void> {
  const { app, context } = await readSettings(join(root, 'cdk.json'));
  const [command, ...args] = app.split(' ');
  if (command !== 'node') throw new Error(`cdk.json starts the app with ${command}, not with node`);
  const env = {
    ...process.env,
    CDK_OUTDIR: directory,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    // It takes seconds to load. `cdk synth` and `cdk deploy` have it on.
    CDK_VALIDATION: 'false',
  };
  await runScript({ root, args, env, failure: 'the app does not synthesize', more: 'npx cdk synth' });
}

async function readSettings(file: string): Promise<{ app: string; context: unknown }> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`cdk.json cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

async function stampOf(root: string): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const file of await filesOf(root)) {
    hash.update(file).update(await readFile(join(root, file)));
  }
  return hash.digest('hex');
}

async function filesOf(root: string): Promise<readonly string[]> {
  const found = await Promise.all(sources.map((source) => filesBelow(root, source)));
  return found.flat().sort();
}

async function filesBelow(root: string, source: string): Promise<readonly string[]> {
  if (source.includes('.')) return [source];
  const entries = await readdir(join(root, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
