import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { redeliver } from '../../../packages/local-cloud/src/faults/queue-faults.ts';
import { shortenTimeouts } from '../../../packages/local-cloud/src/faults/shorten-timeouts.ts';
import { createLogLines } from '../../../packages/local-cloud/src/lambda/log-lines.ts';
import { assetsWithBrokenWorker, brokenSteps } from '../../faults/broken-worker.ts';
import { openShop, type Shop } from '../../faults/shop.ts';

let assets: string;
let shop: Shop;

beforeAll(async () => {
  assets = await assetsWithBrokenWorker();
  const template = (synthesized: Parameters<typeof shortenTimeouts>[0]) =>
    shortenTimeouts(synthesized, { visibilityTimeout: 10, maxReceiveCount: 2 });
  shop = await openShop({ assets, template });
  // A failed message waits for random seconds.
  shop.faults.add({ name: 'no backoff', action: 'ChangeMessageVisibility', fault: redeliver(0) });
});

afterAll(async () => {
  await shop.close();
  await rm(assets, { recursive: true });
});

async function failedOrder(drink: string): Promise<string> {
  const { id } = await (await shop.customer('shawn')).order(drink);
  await shop.audit.until(id, ({ status }) => status === 'failed');
  return id;
}

function linesOf(id: string, message: string) {
  return shop.logged.filter((entry) => entry.message.orderId === id && entry.message.message === message);
}

/** Where the broken step says this. */
function lineNumberOf(text: string): number {
  return (
    readFileSync(brokenSteps, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

it('a step that fails names its source and the callers in the log, and its error is why the message was lost', async () => {
  const id = await failedOrder('espresso');
  const tries = linesOf(id, 'message failed');
  expect(tries.map(({ level, message }) => [level, message.receives])).toEqual([
    ['WARN', 1],
    ['WARN', 2],
  ]);
  const thrower = `test/faults/broken-steps\\.ts:${lineNumberOf('RangeError')}:\\d+`;
  const places = `\\(at ${thrower}, at domain/steps/run-handler\\.ts:\\d+:\\d+, at (async )?domain/`;
  const line = tries[0] && createLogLines({ colors: false })(tries[0]);
  expect(line).toMatch(
    new RegExp(`WARN message failed orderId=${id} .*error=RangeError: tray 2 of 1 ${places}`),
  );
  const QueueUrl = shop.queueUrl('CoffeeStepWorkerParkedMessages');
  const { Messages } = await shop.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MessageAttributeNames: ['reason'] }),
  );
  const reason = { reason: { StringValue: `order ${id} is failed: RangeError: tray 2 of 1` } };
  expect(Messages).toMatchObject([{ MessageAttributes: reason }]);
});

it('work that fails for good is tried once, and warns with its reason', async () => {
  const id = await failedOrder('latte');
  // The log comes after the write.
  const entry = await vi.waitFor(() => {
    const lines = linesOf(id, 'order failed');
    expect(lines).toHaveLength(1);
    return lines[0] as (typeof lines)[0];
  });
  expect(linesOf(id, 'message failed')).toEqual([]);
  expect(entry).toMatchObject({
    level: 'WARN',
    message: {
      error: { name: 'PermanentError', title: 'Out of ink', detail: 'There will be ink tomorrow.' },
    },
  });
  expect(createLogLines({ colors: false })(entry)).toContain(
    'error=PermanentError: Out of ink: There will be ink tomorrow. (at test/faults/broken-steps.ts:',
  );
});
