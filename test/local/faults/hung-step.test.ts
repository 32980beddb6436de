import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundle } from '../../../lib/bundle.ts';
import { entryOf, lambdaFile } from '../../../lib/function-entry.ts';
import { hasten, mapResources, type SynthesizedTemplate } from '../../../local/faults/hasten.ts';
import { redeliver } from '../../../local/faults/queue-faults.ts';
import { codeAssets } from '../../../local/lambda/code-assets.ts';
import { synthesize } from '../../../local/synthesize.ts';
import { openShop, type Shop } from '../../faults/shop.ts';

const root = join(import.meta.dirname, '..', '..', '..');
let assets: string;
let shop: Shop;

beforeAll(async () => {
  assets = await mkdtemp(join(tmpdir(), 'coffee-hung-'));
  const { template, directory } = await synthesize(root, join(root, '.cache', 'cdk.out'));
  await cp(directory, assets, { recursive: true });
  await replaceBrewer(template);
  shop = await openShop({ assets, template: impatient });
});

afterAll(async () => {
  await shop.close();
  await rm(assets, { recursive: true });
});

/** Seconds: a try is given up one and a half before. */
const timeout = 4;

function impatient(synthesized: SynthesizedTemplate): Record<string, unknown> {
  const hasty = hasten(synthesized, { visibilityTimeout: 10, maxReceiveCount: 2 });
  return mapResources(hasty, 'AWS::Lambda::Function', (properties, id) =>
    isBrewer(id) ? { ...properties, Timeout: timeout } : properties,
  );
}

/** Puts a worker with hanging-steps.ts where the worker is. */
async function replaceBrewer({ Resources }: SynthesizedTemplate): Promise<void> {
  const resources = Object.entries(Resources as Record<string, { Properties: { Code?: { S3Key: string } } }>);
  const [, brewer] = resources.find(([id, { Properties }]) => isBrewer(id) && Properties.Code) ?? [];
  const directory = (await codeAssets(assets)).get(brewer?.Properties.Code?.S3Key ?? '') ?? '';
  const hanging = entryOf({
    module: lambdaFile('brew/handler'),
    factory: 'stepWorkerHandler',
    args: 'steps',
    imports: [{ name: 'steps', as: 'steps', from: join(import.meta.dirname, 'hanging-steps.ts') }],
  });
  await writeFile(join(directory, 'index.mjs'), bundle(hanging).code);
}

function isBrewer(logicalId: string): boolean {
  return logicalId.startsWith('CoffeeStepWorkerFunction');
}

it('a step that hangs is tried again, each try counted, and then its order fails (fault 10)', async () => {
  // A failed slip waits for random seconds, as long as the worker likes.
  shop.faults.add({ name: 'no backoff', action: 'ChangeMessageVisibility', fault: redeliver(0) });
  const shawn = await shop.customer('shawn');
  const line = await shawn.connect();
  const { id } = await shawn.order();
  const { data } = await line.hearStatus(id, 'failed');
  expect(data.order.failure?.title).toBe('Could not be made');
  expect(data.order.failure?.detail).not.toMatch(/function|lambda|label|hang|second/i);
  const tries = shop.logged.filter(({ message }) => message.message === 'slip failed');
  expect(tries.map(({ message }) => message.receives)).toEqual([1, 2]);
  const order = shop.audit.orders.get(id);
  expect(order?.updatedAt).toBeLessThan(order?.deadline ?? 0);
  expect(order?.results).toEqual({});
}, 30_000);
