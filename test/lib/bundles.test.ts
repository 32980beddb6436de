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
  return { bytes: outputFiles[0]?.contents.length ?? 0, modules: Object.keys(metafile.inputs) };
}

describe('the bundle of', () => {
  it.each(Object.entries(budgets))('%s is at most %i KB', async (entry, kilobytes) => {
    const { bytes, modules } = await bundle(entry);
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes / 1024).toBeLessThanOrEqual(kilobytes);
    // Lambda hands credentials over in the environment: no other way to find some is ever taken.
    expect(modules.filter((name) => /credential-provider-(?!env)/.test(name))).toEqual([]);
  });
});
