import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { aliases, bundling } from '../../lib/bundling.ts';

const root = join(import.meta.dirname, '../..');
const { target, minify, mainFields } = bundling;

/** Kilobytes: a cold start loads all of it. */
const budgets: Record<string, number> = {
  'api/handler.ts': 280,
  'brew/handler.ts': 280,
  'brew/dead-letters-handler.ts': 280,
  'brew/sweeper-handler.ts': 280,
  'notify/stream-handler.ts': 320,
  'notify/socket-handler.ts': 320,
  'notify/authorizer-handler.ts': 60,
};

/** As NodejsFunction does. */
async function bundle(entry: string) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'lambdas', entry)],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target,
    minify,
    mainFields,
    alias: aliases,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return {
    bytes: outputFiles[0]?.contents.length ?? 0,
    modules: Object.keys(metafile.inputs),
    /** What is loaded before anything is called. */
    loaded: imports.filter(({ kind }) => kind !== 'dynamic-import').map(({ path }) => path),
  };
}

describe('the bundle of', () => {
  it.each(Object.entries(budgets))('%s is at most %i KB', async (entry, kilobytes) => {
    const { bytes, modules } = await bundle(entry);
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes / 1024).toBeLessThanOrEqual(kilobytes);
    // Lambda hands credentials over in the environment: no other way to find some is ever taken.
    expect(modules.filter((name) => /credential-provider-(?!env)/.test(name))).toEqual([]);
  });
  it.each(Object.keys(budgets))(
    '%s does not load node:http, whose namespace loads all of undici',
    async (entry) => {
      const { loaded } = await bundle(entry);
      expect(loaded.filter((name) => /^(node:)?http$/.test(name))).toEqual([]);
    },
  );
});
