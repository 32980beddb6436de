import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { deployedFunctions } from '../../bench/deployed-functions.ts';
import { shopApp } from '../../bin/start/shop.ts';
import { synthesizeCached } from '../../packages/local-cloud/src/assembly/synthesize-cached.ts';

const functions = await deployedFunctions(await synthesizeCached(shopApp));

/** To import these as modules is to read all that they export: undici, all that util can do, stdin and stdout. */
const costly = /^(node:)?(http|util|process)$/;

/** What Node loads before anything of the function runs. */
async function loadedModules(file: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [file],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return imports.filter(({ kind }) => kind !== 'dynamic-import').map(({ path }) => path);
}

describe('every function that is deployed', () => {
  it.each(functions.map(({ name, module }) => [name, module]))(
    '%s loads no costly namespace',
    async (_, module) => {
      const loaded = await loadedModules(module);
      expect(loaded.filter((name) => costly.test(name))).toEqual([]);
    },
  );

  it('is looked at here', () => {
    expect(functions.length).toBeGreaterThanOrEqual(9);
  });
});
