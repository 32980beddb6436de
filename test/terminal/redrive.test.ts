import { join } from 'node:path';
import { PurgeQueueCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { PublicOrder } from '../../coffee/client/index.ts';
import type { AwsCall } from '../../packages/local-cloud/src/endpoint/aws-call.ts';
import { ServiceError } from '../../packages/local-cloud/src/endpoint/service-error.ts';
import type { CallFault } from '../../packages/local-cloud/src/faults/fault.ts';
import { delay } from '../../packages/local-cloud/src/faults/network-faults.ts';
import { redeliver } from '../../packages/local-cloud/src/faults/queue-faults.ts';
import { serverError } from '../../packages/local-cloud/src/faults/service-faults.ts';
import { shortenTimeouts } from '../../packages/local-cloud/src/faults/shorten-timeouts.ts';
import { publishCloud } from '../../packages/local-cloud/src/publish-cloud.ts';
import { redrive } from '../../terminal/redrive.ts';
import type { Customer } from '../faults/customer.ts';
import { openShop, type Shop } from '../faults/shop.ts';
import { call, type Outcome } from './call.ts';
import { start } from './start.ts';

let shop: Shop;
let shawn: Customer;
let withdraw: () => Promise<void>;
let env: { readonly PORT: string };

beforeAll(async () => {
  shop = await openShop({
    template: (template) => shortenTimeouts(template, { visibilityTimeout: 60, maxReceiveCount: 2 }),
  });
  withdraw = await publishCloud(shop.cloud, join(import.meta.dirname, '..', '..', '.cache'));
  env = { PORT: new URL(shop.cloud.url).port };
  shawn = await shop.customer('shawn');
});
afterEach(async () => {
  shop.faults.off();
  await shop.sqs.send(new PurgeQueueCommand({ QueueUrl: shop.queueUrl('CoffeeStepWorkerParkedMessages') }));
});
afterAll(async () => {
  await withdraw();
  await shop.close();
});

const noBackoff = { name: 'no backoff', action: 'ChangeMessageVisibility', fault: redeliver(0) };

/** The label printer is jammed: nobody can write down that a coffee is ready. */
function jam(): () => void {
  const isReady = ({ body }: AwsCall) => (body.Item as { status?: { S: string } })?.status?.S === 'ready';
  const undo = [
    shop.faults.add({ name: 'jammed', action: 'PutItem', where: isReady, fault: serverError('before') }),
    shop.faults.add(noBackoff),
  ];
  return () => {
    for (const each of undo) each();
  };
}

async function givenUp(): Promise<PublicOrder> {
  const { id } = await shawn.order();
  await shop.audit.until(id, ({ status }) => status === 'failed');
  return shawn.read(id);
}

/** Lines of the list, once they are as many as there are lost slips: the dead-letter worker is quick, not immediate. */
async function listed(count: number): Promise<readonly string[]> {
  let outcome: Outcome | undefined;
  await vi.waitFor(
    async () => {
      outcome = await call(redrive, ['--local'], env);
      expect(outcome.stdout).toMatch(new RegExp(`^${count} lost slips?$`, 'm'));
    },
    { timeout: 30_000 },
  );
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return outcome?.stdout.split('\n').slice(0, count) ?? [];
}

/** `count` slips of orders that nobody knows, as an outage leaves them. */
async function lose(count: number, orderId = '0197f3a0-0000-7000-8000-000000000001'): Promise<void> {
  const QueueUrl = shop.queueUrl('CoffeeStepWorkerParkedMessages');
  for (let sent = 0; sent < count; sent += 10) {
    const Entries = Array.from({ length: Math.min(10, count - sent) }, (_, n) => ({
      Id: String(n),
      MessageBody: JSON.stringify({ orderId, step: 1 }),
    }));
    await shop.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** As SQS answers who wants to show a message that is shown already. */
const notInflight: CallFault = () =>
  Promise.reject(new ServiceError('AWS.SimpleQueueService.MessageNotInflight', ''));

const quarter = 15 * 60_000;

/** As if so many milliseconds had passed. */
function later(ms: number): void {
  const now = performance.now.bind(performance);
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => now() + ms);
  onTestFinished(() => spy.mockRestore());
}

const byCommand = ({ caller }: AwsCall) => caller.kind === 'root';

describe('npm run redrive', () => {
  it('lists what was given up, with the reason, and has it brewed after all', async () => {
    const repair = jam();
    const [lost, other] = await Promise.all([givenUp(), givenUp()]);
    await shop.sqs.send(
      new SendMessageCommand({
        QueueUrl: shop.queueUrl('CoffeeStepWorkerSteps'),
        MessageBody: 'latte please',
      }),
    );
    const time = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z';
    const messageOf = (id: string, done: string) =>
      expect.stringMatching(
        new RegExp(`^${time}  ${done}  ${id}  \\(order ${id} is failed: InternalServerError: .+\\)$`),
      );
    const garbage = expect.stringMatching(
      new RegExp(`^${time}  left  names no order: "latte please"  \\(not a step message\\)$`),
    );
    const left = [messageOf(lost.id, 'left'), messageOf(other.id, 'left'), garbage];
    // A list alone leaves everything where it is, to be listed again.
    for (const _ of [1, 2]) expect(await listed(3)).toEqual(expect.arrayContaining(left));
    repair();

    const begins = [...lost.id].findIndex((letter, n) => letter !== other.id[n]) + 1;
    const chosen = ['--order', lost.id.slice(0, begins).toUpperCase()];
    const one = await start('redrive', ['--local', '--send', ...chosen], env).outcome;
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(one.stdout.split('\n')).toEqual(
      expect.arrayContaining([
        messageOf(lost.id, 'sent again'),
        messageOf(other.id, 'left'),
        garbage,
        '3 lost slips',
      ]),
    );
    const ready = await shop.audit.until(lost.id, ({ status }) => status === 'ready');
    const statuses = ready.history.map(({ status }) => status);
    expect(statuses).toEqual([
      'queued',
      'grinding',
      'brewing',
      'labelling',
      'failed',
      'queued',
      'labelling',
      'ready',
    ]);

    const { stdout } = await call(redrive, ['--local', '--send'], env);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([messageOf(other.id, 'sent again'), garbage, '2 lost slips']),
    );
    await shop.audit.until(other.id, ({ status }) => status === 'ready');
    expect(await listed(1)).toEqual([garbage]);
    expect(shop.audit.violations).toEqual([]);
  }, 60_000);

  it('sends a sound slip for one that nobody can read, but none where no order is named', async () => {
    const later: CallFault = ({ body }, forward) => forward({ ...body, DelaySeconds: 900 });
    const undo = shop.faults.add({
      name: 'later',
      action: 'SendMessage',
      function: 'CoffeeOrderApi',
      fault: later,
    });
    shop.faults.add(noBackoff);
    const [poisoned, other] = await Promise.all([shawn.order(), shawn.order()]);
    undo();
    const bodies = [
      { orderId: poisoned.id, step: 'first', requeues: -1, observedRevision: 'nobody' },
      { orderId: other.id, step: 0 },
      { orderId: 'the usual', step: 1 },
    ];
    const Entries = bodies.map((body, n) => ({ Id: String(n), MessageBody: JSON.stringify(body) }));
    await shop.sqs.send(
      new SendMessageBatchCommand({ QueueUrl: shop.queueUrl('CoffeeStepWorkerSteps'), Entries }),
    );
    await listed(3);

    const { stdout } = await call(redrive, ['--local', '--send'], env);
    expect(stdout).toMatch(/ {2}left {2}names no order: .*the usual/);
    for (const { id } of [poisoned, other]) {
      expect(stdout).toContain(`sent again  ${id}  (order ${id} is failed: no error was recorded)`);
      await shop.audit.until(id, ({ status }) => status === 'ready');
    }
    expect(await listed(1)).toEqual([expect.stringContaining('the usual')]);
  }, 60_000);

  it('has a quarter of an hour for the slips of an outage, and handles ten at once', async () => {
    await lose(35);
    const hidden = new Set<unknown>();
    let [now, most] = [0, 0];
    const watch: CallFault = async ({ body }, forward) => {
      hidden.add(body.VisibilityTimeout);
      return forward();
    };
    const count: CallFault = async (_, forward) => {
      now += 1;
      most = Math.max(most, now);
      return forward().finally(() => {
        now -= 1;
      });
    };
    const leaving = { action: 'ChangeMessageVisibility', where: byCommand };
    shop.faults.add({ name: 'watched', action: 'ReceiveMessage', where: byCommand, fault: watch });
    shop.faults.add({ ...leaving, name: 'counted', fault: count });
    shop.faults.add({ ...leaving, name: 'slow', fault: delay(100) });
    expect(await listed(35)).toHaveLength(35);
    expect([...hidden]).toEqual([900]);
    expect(most).toBe(10);
  });

  it('lists each slip once and ends, though reading took so long that they are seen again', async () => {
    await lose(3);
    shop.faults.add({ name: 'seen', action: 'ReceiveMessage', where: byCommand, fault: redeliver(0) });
    const since = performance.now();
    const shown: CallFault = (...called) => {
      if (performance.now() - since < quarter) later(quarter);
      return notInflight(...called);
    };
    shop.faults.add({ name: 'shown', action: 'ChangeMessageVisibility', where: byCommand, fault: shown });
    expect(await call(redrive, ['--local'], env)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^(?:\S+ {2}left {2}.+\n){3}3 lost slips\n$/),
    });
    expect(shop.faults.counts().get('shown')).toBe(3);
  });

  it('sends nothing when it is not clear of which order', async () => {
    await lose(2);
    await lose(1, '0197f3a0-0000-7000-8000-000000000002');
    const unclear = await call(redrive, ['--local', '--send', '--order', '0197'], env);
    expect(unclear).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^several orders begin with 0197: \S+000[12], \S+000[12]\n$/),
    });
    const unknown = await call(redrive, ['--local', '--send', '--order', 'ffff'], env);
    expect(unknown).toMatchObject({
      code: 1,
      stderr: 'no order’s id among the lost slips begins with ffff\n',
    });
    expect(unclear.stdout + unknown.stdout).not.toContain('sent again');
    expect(await listed(3)).toHaveLength(3);
  });

  it('says so when a slip cannot be left for another reason', async () => {
    await lose(1);
    const denied = () => Promise.reject(new ServiceError('AccessDenied', 'not you'));
    shop.faults.add({
      name: 'denied',
      action: 'ChangeMessageVisibility',
      where: byCommand,
      fault: denied,
    });
    expect(await call(redrive, ['--local'], env)).toEqual({
      code: 1,
      stdout: expect.stringMatching(/^\S+ {2}not left {2}.+\n1 lost slip\n$/),
      stderr: 'not you\n',
    });
  });

  it('says so when the queue does not know a slip that it has just handed out, and handles the others', async () => {
    await lose(12);
    let asked = 0;
    const first: CallFault = (...called) => (asked++ === 0 ? notInflight(...called) : called[1]());
    shop.faults.add({ name: 'odd', action: 'ChangeMessageVisibility', where: byCommand, fault: first });
    const { code, stdout, stderr } = await call(redrive, ['--local'], env);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^the queue does not know .+\n$/),
    });
    expect(stdout.match(/ {2}not left {2}/g)).toHaveLength(1);
    expect(stdout.match(/ {2}left {2}/g)).toHaveLength(11);
    expect(await listed(11)).toHaveLength(11);
  });

  it.each([
    [[], 'say --local or --stack NAME'],
    [['--local', '--stack', 'Coffee'], 'say --local or --stack NAME'],
    [['--local', 'all'], 'what is all? Options only'],
    [['--local', '--resend'], "Unknown option '--resend'"],
  ])('called with %j says what is wrong, with 2', async (args, reason) => {
    expect(await call(redrive, args, env)).toEqual({
      code: 2,
      stdout: '',
      stderr: `${reason} (--help tells more)\n`,
    });
  });
});
