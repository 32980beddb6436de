import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Synthesis {
  /** As CloudFormation would get it. */
  readonly template: Record<string, unknown>;
  /** Holds the bundled assets. */
  readonly directory: string;
}

/** What the synthesized app depends on. */
const sources = ['bin', 'lib', 'lambdas', 'domain', 'adapters', 'cdk.json', 'package-lock.json'];

const templateFile = 'SmartCoffee.template.json';
const stampFile = 'sources.sha256';

/**
 * Runs the CDK app, without its command line tool, into a folder of our own, unless the sources are as they were.
 * Rejects with what the app said when it does not get through.
 */
export async function synthesize(root: string, directory: string): Promise<Synthesis> {
  const stamp = await stampOf(root);
  const before = await readFile(join(directory, stampFile), 'utf8').catch(() => undefined);
  if (before !== stamp) {
    await rm(directory, { recursive: true, force: true });
    await runApp(root, directory);
    await writeFile(join(directory, stampFile), stamp);
  }
  const template = JSON.parse(await readFile(join(directory, templateFile), 'utf8'));
  return { template, directory };
}

async function runApp(root: string, directory: string): Promise<void> {
  const { app, context } = JSON.parse(await readFile(join(root, 'cdk.json'), 'utf8'));
  const [command, ...args] = app.split(' ');
  if (command !== 'node') throw new Error(`cdk.json starts the app with ${command}, not with node`);
  const env = {
    ...process.env,
    CDK_OUTDIR: directory,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    // It takes seconds to load. `cdk synth` and `cdk deploy` have it on.
    CDK_VALIDATION: 'false',
  };
  await promisify(execFile)(process.execPath, args, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 });
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
