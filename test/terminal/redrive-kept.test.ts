import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { delay } from '../../packages/local-cloud/src/faults/network-faults.ts';
import { redeliver } from '../../packages/local-cloud/src/faults/queue-faults.ts';
import { publishCloud } from '../../packages/local-cloud/src/publish-cloud.ts';
import { redrive } from '../../terminal/redrive.ts';
import { findDeployment } from '../../terminal/sign-in/deployment.ts';
import { startCloudToKill } from '../faults/killed-cloud.ts';
import { openShop, type Shop } from '../faults/shop.ts';
import { call } from './call.ts';
import { start } from './start.ts';

const lostSlips = 3;
const published = join(import.meta.dirname, '..', '..', '.cache');

async function dataDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lost-slips-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

/** A shop until the end of the test, or until it is closed before, and the port by which commands find it. */
async function open(dataDir?: string): Promise<Shop & { readonly port: string }> {
  const shop = await openShop({ dataDir });
  const withdraw = await publishCloud(shop.cloud, published);
  const close = () => withdraw().then(shop.close);
  onTestFinished(close);
  return { ...shop, close, port: new URL(shop.cloud.url).port };
}

/** Slips of orders that nobody knows, as a burst of failures leaves them. */
async function lose(port: string): Promise<void> {
  const { outputs, aws } = await findDeployment(undefined, port);
  const sqs = new SQSClient(aws);
  for (let n = 0; n < lostSlips; n += 1) {
    const MessageBody = JSON.stringify({ orderId: `0197f3a0-0000-7000-8000-00000000000${n}`, step: 1 });
    await sqs.send(new SendMessageCommand({ QueueUrl: outputs.ParkedMessagesQueueUrl, MessageBody }));
  }
  sqs.destroy();
}

async function list(port: string, ...options: readonly string[]) {
  const { code, stdout, stderr } = await call(redrive, ['--local', ...options], { PORT: port });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  return { total: lines.at(-1), done: lines.slice(0, -1).map((line) => line.split('  ')[1]) };
}

const left = { total: '3 lost slips', done: ['left', 'left', 'left'] };
const sent = { total: '3 lost slips', done: ['sent again', 'sent again', 'sent again'] };
const none = { total: '0 lost slips', done: [] };

it.each(['with', 'without'])(
  '%s a data directory no listing loses a slip, nor does one that is killed half-way (fault 61)',
  async (kept) => {
    const dataDir = kept === 'with' ? await dataDirectory() : undefined;
    const { port, faults } = await open(dataDir);
    await lose(port);
    for (const _ of [1, 2, 3]) expect(await list(port)).toEqual(left);

    // Hidden for a second instead of 15 minutes, and killed before the first one is shown again.
    faults.add({
      name: 'soon',
      action: 'ReceiveMessage',
      where: ({ caller }) => caller.kind === 'root',
      fault: redeliver(1),
    });
    const stuck = faults.add({ name: 'stuck', action: 'ChangeMessageVisibility', fault: delay(60_000) });
    const listing = start('redrive', ['--local'], { PORT: port });
    await vi.waitFor(() => expect(faults.counts().get('stuck')).toBe(lostSlips), 20_000);
    listing.kill();
    await listing.outcome;
    stuck();
    await vi.waitFor(async () => expect(await list(port)).toEqual(left), 20_000);
    faults.off();

    expect(await list(port, '--send')).toEqual(sent);
    expect(await list(port)).toEqual(none);
  },
);

it('a shop that is closed between two listings, and one that is killed, lose no slip of its data directory (fault 61)', async () => {
  const dataDir = await dataDirectory();
  const killed = await startCloudToKill(dataDir);
  const { port } = new URL(killed.url);
  await lose(port);
  for (const _ of [1, 2]) expect(await list(port)).toEqual(left);
  await killed.kill();

  const closed = await open(dataDir);
  for (const _ of [1, 2]) expect(await list(closed.port)).toEqual(left);
  await closed.close();

  const last = await open(dataDir);
  expect(await list(last.port)).toEqual(left);
  expect(await list(last.port, '--send')).toEqual(sent);
  expect(await list(last.port)).toEqual(none);
});
