import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startCloudToKill } from '../../faults/killed-cloud.ts';
import { openShop } from '../../faults/shop.ts';
import { appWith, checkout, customerAt, type Started } from './a-checkout.ts';

const wholeHistory = ['queued', 'grinding', 'brewing', 'steaming', 'pouring', 'labelling', 'ready'];

async function aDataDirectory(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'coffee-data-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  return dataDir;
}

it('a local cloud that was killed goes on with its data; no process, lock or port is left (fault 53)', async () => {
  const dataDir = await aDataDirectory();
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
    expect(data.order.history.map(({ status }) => status)).toEqual(wholeHistory);
  }
  expect(shop.audit.violations).toEqual([]);
}, 120_000);

it('npm start that was ended by Ctrl-C in the middle of its work goes on with its data (fault 53)', async () => {
  const dataDir = await aDataDirectory();
  const { start } = await checkout(await appWith(soonAgain));
  const first = start(['--data', dataDir]);
  const before = await customerAt(await addressOf(first));
  for (let n = 0; n < 8; n++) await before.order('latte');
  process.kill(-first.pid, 'SIGINT');
  expect(await first.exitCode).toBe(0);
  await vi.waitFor(() => expect(() => process.kill(-first.pid, 0)).toThrow('ESRCH'), 5000);

  const shawn = await customerAt(await addressOf(start(['--data', dataDir])));
  const { body } = await shawn.call<{ items: { status: string }[] }>('GET', '/orders');
  expect(body.items).toHaveLength(8);
  for (const id of before.accepted) shawn.accepted.add(id);
  const line = await shawn.connect();
  for (const id of before.accepted) {
    const { data } = await line.hearStatus(id, 'ready');
    expect(data.order.history.map(({ status }) => status)).toEqual(wholeHistory);
  }
  shawn.leave();
}, 120_000);

it('npm start on a disk that gets full closes with one line, and with room goes on: nothing accepted is lost', async () => {
  const dataDir = await aDataDirectory();
  const { start } = await checkout(await appWith(soonAgain));
  // What is not data, such as the page, is written here.
  const first = start(['--data', dataDir]);
  await addressOf(first);
  process.kill(-first.pid, 'SIGINT');
  expect(await first.exitCode).toBe(0);

  const full = start(['--data', dataDir], {}, 1024);
  const before = await customerAt(await addressOf(full));
  const ended = full.exitCode.then(() => true);
  const hasEnded = () => Promise.race([ended, setImmediate(false)]);
  while (!(await hasEnded())) await before.tryOrder('latte').catch(() => {});
  expect({ code: await full.exitCode, said: await full.stderr }).toEqual({
    code: 1,
    said: expect.stringMatching(/^Smart Coffee Maker closes: \S+ takes no more data \(.+\): make room .+\n$/),
  });
  await vi.waitFor(() => expect(() => process.kill(-full.pid, 0)).toThrow('ESRCH'), 5000);
  expect(before.accepted.size).toBeGreaterThan(0);

  const shawn = await customerAt(await addressOf(start(['--data', dataDir])));
  for (const id of before.accepted) {
    await vi.waitFor(async () => expect((await shawn.read(id)).status).toBe('ready'), {
      timeout: 60_000,
      interval: 200,
    });
  }
}, 180_000);

/** Messages that workers held when the shop closed come again after 5 seconds, not after 3 minutes. */
const soonAgain = `
  for (const { Type, Properties } of resources) if (Type === 'AWS::SQS::Queue') Properties.VisibilityTimeout = 5;
`;

async function addressOf(started: Started): Promise<string> {
  const [url = ''] = (await started.said('wscat')).match(/http:\/\/localhost:\d+/) ?? [];
  return url;
}
