import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { redeliver } from '../../../packages/local-cloud/src/faults/queue-faults.ts';
import {
  mapResources,
  type SynthesizedTemplate,
  shortenTimeouts,
} from '../../../packages/local-cloud/src/faults/shorten-timeouts.ts';
import { assetsWithBrokenWorker, isWorker } from '../../faults/broken-worker.ts';
import { openShop, type Shop } from '../../faults/shop.ts';

let assets: string;
let shop: Shop;

beforeAll(async () => {
  assets = await assetsWithBrokenWorker();
  shop = await openShop({ assets, template: impatient });
});

afterAll(async () => {
  await shop.close();
  await rm(assets, { recursive: true });
});

/** Seconds: a try is given up one and a half before. */
const timeout = 4;

function impatient(synthesized: SynthesizedTemplate): Record<string, unknown> {
  const hasty = shortenTimeouts(synthesized, { visibilityTimeout: 10, maxReceiveCount: 2 });
  return mapResources(hasty, 'AWS::Lambda::Function', (properties, id) =>
    isWorker(id) ? { ...properties, Timeout: timeout } : properties,
  );
}

it('a step that hangs is tried again, each try counted, and then its order fails (fault 10)', async () => {
  // A failed message waits for random seconds, as long as the worker likes.
  shop.faults.add({ name: 'no backoff', action: 'ChangeMessageVisibility', fault: redeliver(0) });
  const shawn = await shop.customer('shawn');
  const line = await shawn.connect();
  const { id } = await shawn.order('cold-brew');
  const { data } = await line.hearStatus(id, 'failed');
  expect(data.order.failure?.title).toBe('Could not be made');
  expect(data.order.failure?.detail).not.toMatch(/function|lambda|label|hang|second/i);
  const tries = shop.logged.filter(({ message }) => message.message === 'message failed');
  expect(tries.map(({ message }) => message.receives)).toEqual([1, 2]);
  const order = shop.audit.orders.get(id);
  expect(order?.updatedAt).toBeLessThan(order?.deadline ?? 0);
  expect(order?.results).toEqual({});
}, 30_000);
