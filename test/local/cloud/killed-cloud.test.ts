import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startCloudToKill } from '../../faults/killed-cloud.ts';
import { openShop } from '../../faults/shop.ts';

it('a local cloud that was killed goes on with its data; no process, lock or port is left (fault 53)', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'coffee-data-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const cloud = await startCloudToKill(dataDir);
  const before = await cloud.customer('shawn');
  for (let n = 0; n < 8; n++) await before.order('latte');
  await cloud.kill();

  // The processes of its functions are of its group.
  await vi.waitFor(() => expect(() => process.kill(-cloud.pid, 0)).toThrow('ESRCH'), 5000);
  await expect(fetch(cloud.url)).rejects.toThrow();

  const shop = await openShop({ dataDir });
  onTestFinished(() => shop.close());
  expect(await shop.audit.untilEnded(before.accepted, 90_000)).toEqual([]);
  for (const id of before.accepted) expect(shop.audit.orders.get(id)?.status).toBe('ready');
  const shawn = await shop.customer('shawn');
  for (const id of before.accepted) shawn.accepted.add(id);
  const line = await shawn.connect();
  for (const id of before.accepted) {
    const { data } = await line.hearStatus(id, 'ready');
    expect(data.order.history.map(({ status }) => status)).toEqual([
      'queued',
      'grinding',
      'brewing',
      'steaming',
      'pouring',
      'labelling',
      'ready',
    ]);
  }
  expect(shop.audit.violations).toEqual([]);
}, 120_000);
