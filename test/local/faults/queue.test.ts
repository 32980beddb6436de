import { type Message, ReceiveMessageCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AwsCall } from '../../../packages/local-cloud/src/endpoint/aws-call.ts';
import type { CallFault } from '../../../packages/local-cloud/src/faults/fault.ts';
import { breakAnswer, drop, hang } from '../../../packages/local-cloud/src/faults/network-faults.ts';
import { kill } from '../../../packages/local-cloud/src/faults/process-faults.ts';
import { redeliver } from '../../../packages/local-cloud/src/faults/queue-faults.ts';
import { serverError, throttle } from '../../../packages/local-cloud/src/faults/service-faults.ts';
import { mapResources, shortenTimeouts } from '../../../packages/local-cloud/src/faults/shorten-timeouts.ts';
import { atMostASecond } from '../../faults/at-most-a-second.ts';
import type { Customer } from '../../faults/customer.ts';
import { openShop, type Shop } from '../../faults/shop.ts';

let shop: Shop;
let shawn: Customer;

beforeAll(async () => {
  shop = await openShop({
    template: (template) =>
      mapResources(
        atMostASecond(rate)(shortenTimeouts(template, { visibilityTimeout: 5, maxReceiveCount: 2 })),
        'AWS::Lambda::Function',
        (properties, id) => (id.startsWith('CoffeeOrderApi') ? { ...properties, Timeout: 4 } : properties),
      ),
  });
  shawn = await shop.customer('shawn');
});
beforeEach(() => {
  // Failed messages wait for random seconds, as long as the workers like.
  shop.faults.add({ name: 'no backoff', action: 'ChangeMessageVisibility', fault: redeliver(0) });
});
afterEach(() => {
  shop.faults.off();
  expect(shop.audit.violations).toEqual([]);
});
afterAll(() => shop.close());

/** Orders a second that the API takes in this file. */
const rate = 12;

function effects(id: string): readonly number[] {
  const history = shop.audit.orders.get(id)?.history ?? [];
  return history.map(({ status }) => history.filter((one) => one.status === status).length);
}

async function expectOneOrder(id: string): Promise<void> {
  const order = await shop.audit.until(id, ({ status }) => status === 'ready');
  expect(new Set(effects(id))).toEqual(new Set([1]));
  expect(order.results).toHaveProperty('labelling');
}

/** What the brewer says of the messages that it has worked. */
function messageLines(id: string) {
  return shop.logged.filter(({ message }) => message.step !== undefined && message.orderId === id);
}

function isOf(id: string) {
  return ({ body }: AwsCall) => (body.Key as { orderId?: { S: string } })?.orderId?.S === id;
}

/** Messages come again after a second, not after the queue's five. */
function redeliverSoon(): void {
  shop.faults.add({ name: 'soon', action: 'ReceiveMessage', fault: redeliver(1) });
}

/** Messages that the counter sends come in a quarter of an hour: not in this test. */
const muchLater: CallFault = ({ body }, forward) => forward({ ...body, DelaySeconds: 900 });

function sendMessage(...bodies: string[]) {
  const Entries = bodies.map((MessageBody, n) => ({ Id: String(n), MessageBody }));
  return shop.sqs.send(
    new SendMessageBatchCommand({ QueueUrl: shop.queueUrl('CoffeeStepWorkerSteps'), Entries }),
  );
}

/** Messages that were given up, as they were received and in the order of `texts`, which they hold. */
async function parkedMessages(...texts: readonly string[]): Promise<readonly (Message | undefined)[]> {
  const found: Message[] = [];
  const holding = (text: string) => found.find(({ Body = '' }) => Body.includes(text));
  while (!texts.every(holding)) {
    const QueueUrl = shop.queueUrl('CoffeeStepWorkerParkedMessages');
    const options = { MaxNumberOfMessages: 10, WaitTimeSeconds: 10, MessageAttributeNames: ['All'] };
    const { Messages = [] } = await shop.sqs.send(new ReceiveMessageCommand({ QueueUrl, ...options }));
    found.push(...Messages);
  }
  return texts.map(holding);
}

describe('a batch of messages', () => {
  it('has one that fails: that one comes again, the nine never run twice (fault 5)', async () => {
    const undo = shop.faults.add({
      name: 'later',
      action: 'SendMessage',
      function: 'CoffeeOrderApi',
      fault: muchLater,
    });
    const orders = await Promise.all(Array.from({ length: 10 }, () => shawn.order()));
    undo();
    const ids = orders.map(({ id }) => id);
    const [unlucky = ''] = ids;
    // As often as the SDK tries.
    shop.faults.add({
      name: 'failed',
      action: 'GetItem',
      where: isOf(unlucky),
      fault: serverError('before'),
      times: 3,
    });
    await sendMessage(...ids.map((orderId) => JSON.stringify({ orderId, step: 1 })));
    expect(await shop.audit.untilEnded(ids, 20_000)).toEqual([]);
    const firstSteps = (id: string) => messageLines(id).filter(({ message }) => message.step === 1);
    for (const id of ids) expect(firstSteps(id)).toHaveLength(1);
    expect(shop.logged.filter(({ message }) => message.message === 'message failed')).toHaveLength(1);
  }, 30_000);

  it('has poison in it: dead letters, an order failed, neighbours unharmed (faults 6 and 7)', async () => {
    const undo = shop.faults.add({
      name: 'later',
      action: 'SendMessage',
      function: 'CoffeeOrderApi',
      fault: muchLater,
    });
    const [neighbour, ordered] = await Promise.all([shawn.order(), shawn.order()]);
    undo();
    await sendMessage(
      'latte please',
      JSON.stringify({ orderId: ordered.id, step: 'first' }),
      JSON.stringify({ orderId: neighbour.id, step: 1 }),
      JSON.stringify({ v: 3, orderId: '0197f3a0-0000-7000-8000-000000000001', step: 1 }),
    );
    await expectOneOrder(neighbour.id);
    const failed = await shop.audit.until(ordered.id, ({ status }) => status === 'failed');
    expect(failed).toMatchObject({ failure: { title: 'Could not be made' } });
    const lost = await parkedMessages('latte', ordered.id);
    expect(lost.map((message) => message?.MessageAttributes?.reason?.StringValue)).toEqual([
      'not a step message',
      `order ${ordered.id} is failed: no error was recorded`,
    ]);
  }, 30_000);
});

describe('a brew station without capacity', () => {
  it('ends in a dead letter; redriven, the order is completed, and once more changes nothing (faults 8 and 9)', async () => {
    const brewer = shop.cloud.functions.all.find(({ logicalId }) => logicalId.includes('StepWorkerFunction'));
    brewer?.throttle(true);
    shop.faults.add({
      name: 'at once',
      action: 'ReceiveMessage',
      function: 'StepWorkerFunction',
      fault: redeliver(0),
    });
    const { id } = await shawn.order();
    await shop.audit.until(id, ({ status }) => status === 'failed');
    brewer?.throttle(false);
    shop.faults.off();

    const [message] = await parkedMessages(id);
    const again = JSON.stringify({ ...JSON.parse(message?.Body ?? ''), redrive: true });
    await sendMessage(again);
    const ready = await shop.audit.until(id, ({ status }) => status === 'ready');
    await sendMessage(again);
    await vi.waitFor(() => {
      expect(messageLines(id).map(({ message }) => message.because)).toContain('ended');
    });
    expect(shop.audit.orders.get(id)).toEqual(ready);
  }, 30_000);
});

describe('the counter', () => {
  it('is killed after the message was sent: asked again, it is the same order (fault 13)', async () => {
    shop.faults.add({
      name: 'killed',
      function: 'CoffeeOrderApi',
      action: 'SendMessage',
      fault: kill('after'),
      times: 1,
    });
    expect((await shawn.tryOrder('latte', 'thirteen')).status).toBe(500);
    const { status, body } = await shawn.tryOrder('latte', 'thirteen');
    expect(status).toBe(202);
    await expectOneOrder(body.id);
  });

  it('is killed after the row was written: asked again, it sends the message (fault 12)', async () => {
    shop.faults.add({
      name: 'killed',
      function: 'CoffeeOrderApi',
      action: 'PutItem',
      fault: kill('after'),
      times: 1,
    });
    expect((await shawn.tryOrder('latte', 'twelve')).status).toBe(500);
    await expectOneOrder((await shawn.order('latte', 'twelve')).id);
  });

  it('does not hear that the message was taken: it answers in time, and the order is made once (fault 14)', async () => {
    shop.faults.add({
      name: 'silent',
      function: 'CoffeeOrderApi',
      action: 'SendMessage',
      fault: hang('after'),
      times: 1,
    });
    const began = performance.now();
    const { status, body } = await shawn.tryOrder('latte');
    expect(status).toBe(202);
    expect(performance.now() - began).toBeLessThan(4000);
    await expectOneOrder(body.id);
  });

  it.each([
    ['throttled', throttle],
    ['down', serverError('before')],
    ['broken-off', breakAnswer('cut')],
  ])(
    'finds the queue %s: 503 with Retry-After, and the same key repairs it (fault 15)',
    async (what, fault) => {
      const undo = shop.faults.add({ name: what, function: 'CoffeeOrderApi', action: 'SendMessage', fault });
      const refused = await shawn.tryOrder('latte', what);
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      undo();
      const { status, body } = await shawn.tryOrder('latte', what);
      expect(status).toBe(202);
      await expectOneOrder(body.id);
    },
  );

  it('finds the queue down, without a key: what it refused is not made later on (fault 15)', async () => {
    const gus = await shop.customer('gus');
    shop.faults.add({ name: 'down', function: 'CoffeeOrderApi', action: 'SendMessage', fault: throttle });
    expect((await gus.tryOrder('latte')).status).toBe(503);
    const { body } = await gus.call('GET', '/orders');
    expect(body).toMatchObject({ items: [{ status: 'failed', failure: { title: 'Not accepted' } }] });
  });

  it('gives a trickling answer up with the function, and the next request is answered (fault 52)', async () => {
    const { id } = await shawn.order();
    shop.faults.add({
      name: 'slow',
      function: 'CoffeeOrderApi',
      action: 'GetItem',
      fault: breakAnswer('trickling'),
      times: 1,
    });
    expect((await shawn.call('GET', `/orders/${id}`)).status).toBeGreaterThanOrEqual(500);
    expect((await shawn.call('GET', `/orders/${id}`)).status).toBe(200);
  });

  it('refuses what is above its rate, and every accepted order ends (fault 48)', async () => {
    const robin = await shop.customer('robin');
    const api = shop.cloud.functions.all.find(({ logicalId }) => logicalId.startsWith('CoffeeOrderApi'));
    const invocations = () => api?.counts().invocations ?? 0;
    const before = invocations();
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 10 * rate }, () => robin.tryOrder('espresso')));
    const seconds = (performance.now() - began) / 1000;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 429]));
    expect(robin.accepted.size).toBeLessThanOrEqual(rate + Math.ceil(rate * seconds));
    // What is refused costs nothing, and nobody tries again behind the customer's back.
    expect(invocations() - before).toBe(robin.accepted.size);
    expect(await shop.audit.untilEnded(robin.accepted, 30_000)).toEqual([]);
  }, 40_000);
});

describe('a worker', () => {
  it.each([
    ['after it started the step (fault 16)', 'PutItem', kill('after')],
    ['before it sent the next message (fault 16)', 'SendMessage', kill('before')],
    ['after it sent the next message (fault 19)', 'SendMessage', kill('after')],
  ])('is killed %s: the next one goes on', async (_, action, fault) => {
    redeliverSoon();
    const undo = shop.faults.add({ name: 'killed', function: 'StepWorkerFunction', action, fault, times: 1 });
    const { id } = await shawn.order();
    await vi.waitFor(() => expect(shop.faults.counts().get('killed')).toBeGreaterThan(0), 5000);
    undo();
    await expectOneOrder(id);
  });

  it.each([
    ['reset before', drop('before')],
    ['reset after', drop('after')],
    ['cut', breakAnswer('cut')],
    ['half-open', hang('after')],
  ])('has its write answered by a %s connection: one effect (fault 52)', async (name, fault) => {
    shop.faults.add({ name, function: 'StepWorkerFunction', action: 'PutItem', fault, times: 1 });
    const { id } = await shawn.order();
    await expectOneOrder(id);
    expect(shop.faults.counts().get(name)).toBe(1);
  });

  it.each([
    ['throttled', throttle],
    ['failed', serverError('after')],
  ])(
    'has a call that is %s for long: after three tries the message comes again (fault 24)',
    async (name, fault) => {
      const failures = () => shop.logged.filter(({ message }) => message.message === 'message failed').length;
      const before = failures();
      shop.faults.add({ name, function: 'StepWorkerFunction', action: 'GetItem', fault, times: 3 });
      const { id } = await shawn.order();
      await expectOneOrder(id);
      // Had there been a fourth try, it would have worked.
      expect(failures() - before).toBe(1);
    },
  );
});

describe('an order whose message is lost', () => {
  it('is found by the sweeper once its deadline has passed, and made', async () => {
    const undo = shop.faults.add({
      name: 'later',
      action: 'SendMessage',
      function: 'CoffeeOrderApi',
      fault: muchLater,
    });
    const { id } = await shawn.order();
    undo();
    await shop.table.send(
      new UpdateCommand({
        TableName: shop.ordersTable,
        Key: { orderId: id },
        UpdateExpression: 'SET deadline = :past ADD revision :one',
        ExpressionAttributeValues: { ':past': Date.now() - 1, ':one': 1 },
      }),
    );
    const [sweeping] = shop.cloud.schedules.values();
    expect(await sweeping?.trigger()).toMatchObject([{ outcome: 'returned' }]);
    await expectOneOrder(id);
  });
});
