import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundle } from '../../lib/functions/bundle.ts';
import {
  entryOf,
  type FunctionCode,
  type FunctionEntry,
  lambdaFile,
} from '../../lib/functions/function-entry.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

const task = { name: 'coffee', as: 'task', from: join(root, 'coffee/task.ts') };
const steps = { name: 'steps', as: 'steps', from: join(root, 'coffee/steps.ts') };
const made = (name: string, factory: string, args: string, imports: FunctionCode['imports'] = [task]) =>
  entryOf({ module: lambdaFile(name), factory, args, imports });
const ready = (name: string) => entryOf({ module: lambdaFile(name) });

/** Kilobytes of code: a cold start loads all of it. The map is read when the first error is told, and never before. */
const functions: Record<string, readonly [kilobytes: number, entry: FunctionEntry]> = {
  'api/handler.ts': [280, made('api/handler', 'orderApiHandler', 'task')],
  'api/download-handler.ts': [420, ready('api/download-handler')],
  'api/fallback-handler.ts': [60, ready('api/fallback-handler')],
  'brew/handler.ts': [280, made('brew/handler', 'stepWorkerHandler', 'steps', [steps])],
  'brew/dead-letters-handler.ts': [280, ready('brew/dead-letters-handler')],
  'brew/sweeper-handler.ts': [280, ready('brew/sweeper-handler')],
  'notify/stream-handler.ts': [320, made('notify/stream-handler', 'streamHandler', 'task')],
  'notify/socket-handler.ts': [320, made('notify/socket-handler', 'socketHandler', '[task]')],
  'notify/authorizer-handler.ts': [60, ready('notify/authorizer-handler')],
};

const bundles = new Map(Object.entries(functions).map(([name, [, entry]]) => [name, bundle(entry)]));

it('every function has a budget', () => {
  const handlers = globSync('*/*handler.ts', { cwd: join(root, 'lambdas') });
  expect(Object.keys(functions).sort()).toEqual(handlers.sort());
});

describe.each([...bundles])('the bundle of %s', (entry, { code, map, metafile }) => {
  const modules = Object.keys(metafile.inputs);
  const output = metafile.outputs['index.mjs'] as (typeof metafile.outputs)[string];

  it('keeps to its budget', () => {
    expect(code.length).toBeGreaterThan(1000);
    expect(Buffer.byteLength(code) / 1024).toBeLessThanOrEqual(functions[entry]?.[0] ?? 0);
  });

  it('knows no other way to credentials than the environment, in which Lambda hands them over', () => {
    expect(modules.filter((name) => /credential-provider-(?!env)/.test(name))).toEqual([]);
  });

  it('imports none of its own modules later: esbuild would wrap whatever they need in functions', () => {
    const later = modules
      .filter((name) => (output.inputs[name]?.bytesInOutput ?? 0) > 0)
      .flatMap((name) => metafile.inputs[name]?.imports ?? [])
      .filter(({ kind, external }) => kind === 'dynamic-import' && !external);
    // The client of S3 streams events in a call of which nobody makes use here.
    const known =
      entry === 'api/download-handler.ts'
        ? /\/event-streams\/index\.js$/
        : /^adapters\/no-event-streams\.ts$/;
    expect(later.filter(({ path }) => !known.test(path))).toEqual([]);
  });

  it('has a map that names its sources from the root, and nothing of this machine', () => {
    const { sources, sourcesContent, sourceRoot } = JSON.parse(map);
    expect(sources).toContain(`lambdas/${entry}`);
    expect(
      sources.filter(
        (name: string) => !/^((adapters|coffee|domain|lambdas|node_modules)\/|entry\.ts$)/.test(name),
      ),
    ).toEqual([]);
    expect(sourcesContent ?? sourceRoot).toBeUndefined();
  });
});

it('a function whose client streams events has the code for it', () => {
  const client = join(folder, 'client.mjs');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(client, "export { EventStreamCodec } from '@smithy/core/event-streams';");
  const source = `export { EventStreamCodec as handler } from ${JSON.stringify(client)};`;
  const modules = Object.keys(bundle({ source, root }).metafile.inputs);
  expect(modules).toContainEqual(expect.stringMatching(/@smithy\/core\/.*EventStreamCodec\.js$/));
  expect(modules).not.toContain('adapters/no-event-streams.ts');
});

it('a fault in a function is told by file and line', () => {
  const source = "import { tea } from './coffee/task.ts';\nexport const handler = tea;";
  expect(() => bundle({ source, root })).toThrow(/entry\.ts:1:9: ERROR: No matching export.*"tea"/);
});

describe('an error in a bundle', () => {
  const { code, map } = bundles.get('api/handler.ts') as { code: string; map: string };
  writeFileSync(join(folder, 'index.mjs'), code);
  writeFileSync(join(folder, 'map'), map);

  /** The stack of what the function throws because it has no environment; `meanwhile` runs before it is asked for. */
  function stackOf(meanwhile: string): string {
    const script = `
      import { copyFileSync } from 'node:fs';
      const error = await import('./index.mjs').catch((reason) => reason);
      ${meanwhile};
      process.stdout.write(error.stack);`;
    writeFileSync(join(folder, 'script.mjs'), script);
    const { stdout } = spawnSync(process.execPath, ['script.mjs'], {
      cwd: folder,
      env: {},
      encoding: 'utf8',
    });
    return stdout;
  }

  it('tells the source, its line and its callers, from a map that is read no sooner than that', () => {
    const [told, thrower, caller] = stackOf("copyFileSync('map', 'index.mjs.map')").split('\n');
    expect(told).toMatch(/^Error: environment variables are missing or wrong: ORDERS_TABLE/);
    expect(thrower).toMatch(placeOf('lambdas/read-env.ts', 'throw new Error'));
    expect(caller).toMatch(placeOf('lambdas/api/handler.ts', 'readEnv(apiEnvSchema)'));
  });

  it('tells places in the bundle where there is no map', () => {
    rmSync(join(folder, 'index.mjs.map'));
    expect(stackOf('')).toMatch(/^Error: environment .*\n {4}at .*index\.mjs:\d+:\d+/);
  });
});

/** As a stack has it: the line of `file` that holds `text`, and any column. */
function placeOf(file: string, text: string): RegExp {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const line = lines.findIndex((one) => one.includes(text)) + 1;
  return new RegExp(`^ {4}at ${RegExp.escape(`${file}:${line}:`)}\\d+$`);
}
