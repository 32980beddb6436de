import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shopApp } from '../../bin/start/shop.ts';
import { bundle } from '../../lib/functions/bundle.ts';
import { entryOf, lambdaFile } from '../../lib/functions/function-entry.ts';
import { synthesizeCached } from '../../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { codeAssets } from '../../packages/local-cloud/src/lambda/code-assets.ts';
import type { Stack } from '../../packages/local-cloud/src/template/stack.ts';

/** What the worker does: see there. */
export const brokenSteps = join(import.meta.dirname, 'broken-steps.ts');

interface FunctionResource {
  readonly Type: string;
  readonly Properties: { readonly Code?: { readonly S3Key?: string } };
}

/** A new folder with what was synthesized, but for the worker, whose steps are the broken ones. */
export async function assetsWithBrokenWorker(): Promise<string> {
  const { stacks } = await synthesizeCached(shopApp);
  const [{ template, directory }] = stacks as [Stack];
  const folder = await mkdtemp(join(tmpdir(), 'coffee-broken-'));
  await cp(directory, folder, { recursive: true });
  const resources = Object.entries(template.Resources as Record<string, FunctionResource>);
  const [, worker] =
    resources.find(([id, { Type }]) => Type === 'AWS::Lambda::Function' && isWorker(id)) ?? [];
  const code = (await codeAssets([folder])).get(worker?.Properties.Code?.S3Key ?? '') as string;
  const bundled = bundle(
    entryOf({
      module: lambdaFile('brew/handler'),
      factory: 'stepWorkerHandler',
      args: 'steps',
      imports: [{ name: 'steps', as: 'steps', from: brokenSteps }],
    }),
  );
  await writeFile(join(code, 'index.mjs'), bundled.code);
  await writeFile(join(code, 'index.mjs.map'), bundled.map);
  return folder;
}

export function isWorker(logicalId: string): boolean {
  return logicalId.startsWith('CoffeeStepWorkerFunction');
}
