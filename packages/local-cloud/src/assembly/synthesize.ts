import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CloudAssembly, readAssembly } from './read-assembly.ts';
import { runCommand } from './run-command.ts';

export interface SynthesisInput {
  /** Of the app: where its cdk.json is. */
  readonly folder: string;
  /** What to synthesize to. */
  readonly out: string;
  /** What starts the app. @default that of its cdk.json */
  readonly command?: string | undefined;
}

/** Runs a CDK app, without the CDK's command line tool. Rejects with the first error of the app when it does not get through. */
export async function synthesize({ folder, out, command }: SynthesisInput): Promise<CloudAssembly> {
  const { app, context } = await readSettings(folder);
  const starts = command ?? app;
  if (starts === undefined) {
    throw new Error(`${join(folder, 'cdk.json')} names no "app" to start, such as "node bin/app.ts"`);
  }
  const env = {
    // What an app is deployed to that does not say; AWS would be asked for it.
    CDK_DEFAULT_ACCOUNT: '000000000000',
    CDK_DEFAULT_REGION: 'us-east-1',
    ...process.env,
    CDK_OUTDIR: out,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    // It takes seconds to load. `cdk synth` and `cdk deploy` have it on.
    CDK_VALIDATION: 'false',
  };
  const more = command === undefined ? 'npx cdk synth' : command;
  await runCommand({ folder, command: starts, env, failure: 'the app does not synthesize', more });
  return readAssembly(out);
}

interface Settings {
  readonly app?: string;
  readonly context: object;
}

/** As the CDK's command line tool has it: https://docs.aws.amazon.com/cdk/v2/guide/context.html */
async function readSettings(folder: string): Promise<Settings> {
  const { app, context } = Object(await readJson(join(folder, 'cdk.json')));
  const looked = await readJson(join(folder, 'cdk.context.json'));
  // So that what is wrong can be told by construct.
  const own = { 'aws:cdk:enable-path-metadata': true };
  return {
    ...(app !== undefined && { app: String(app) }),
    context: { ...own, ...context, ...Object(looked) },
  };
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
