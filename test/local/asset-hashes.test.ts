import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shopApp } from '../../bin/start/shop.ts';
import { bundle } from '../../lib/functions/bundle.ts';
import { entryOf, type FunctionCode, lambdaFile } from '../../lib/functions/function-entry.ts';
import { synthesize } from '../../packages/local-cloud/src/assembly/synthesize.ts';
import { synthesizeCached } from '../../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { anotherCheckout } from './another-checkout.ts';

const root = join(import.meta.dirname, '../..');

it('the same sources have the same assets, wherever they are checked out and synthesized to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'checkout-'));
  try {
    const checkout = join(folder, 'deeper', 'smart-coffee');
    await anotherCheckout(checkout, bundledPackages());
    const here = await synthesizeCached(shopApp);
    const there = await synthesize({ folder: checkout, out: join(folder, 'out') });
    expect(there.stacks.map(({ template }) => template)).toEqual(here.stacks.map(({ template }) => template));
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** esbuild names a linked package by where it really lies, which is not in that checkout. */
function bundledPackages(): Set<string> {
  const task = { name: 'coffee', as: 'task', from: join(root, 'coffee/task.ts') };
  const functions: readonly FunctionCode[] = [
    { module: lambdaFile('api/handler'), factory: 'orderApiHandler', args: 'task', imports: [task] },
    { module: lambdaFile('notify/stream-handler'), factory: 'streamHandler', args: 'task', imports: [task] },
    { module: lambdaFile('notify/authorizer-handler') },
  ];
  const modules = functions.flatMap((code) => Object.keys(bundle(entryOf(code)).metafile.inputs));
  return new Set(modules.flatMap((name) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []));
}
