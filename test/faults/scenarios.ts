import { setTimeout } from 'node:timers/promises';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AwsCall } from '../../packages/local-cloud/src/endpoint/aws-call.ts';
import { enableChaos } from '../../packages/local-cloud/src/faults/chaos.ts';
import type { Faults } from '../../packages/local-cloud/src/faults/faults.ts';
import { failInvocation, refuse } from '../../packages/local-cloud/src/faults/invocation-faults.ts';
import { breakAnswer, delay, drop, hang } from '../../packages/local-cloud/src/faults/network-faults.ts';
import { byProcess, freeze, kill } from '../../packages/local-cloud/src/faults/process-faults.ts';
import { duplicate, redeliver, reorder } from '../../packages/local-cloud/src/faults/queue-faults.ts';
import { serverError, stall, throttle } from '../../packages/local-cloud/src/faults/service-faults.ts';
import type { SynthesizedTemplate } from '../../packages/local-cloud/src/faults/shorten-timeouts.ts';
import { hangUp } from '../../packages/local-cloud/src/faults/socket-faults.ts';
import { atMostASecond } from './at-most-a-second.ts';
import type { Shop } from './shop.ts';

/** A family of faults that strikes while customers order. */
export interface Scenario {
  readonly title: string;
  /** Numbers of the faults in docs/reliability.md. */
  readonly numbers: string;
  /** How many times as many orders as in the others. @default 1 */
  readonly weight?: number;
  /** The shop's, where it has to be another one. */
  readonly template?: (synthesized: SynthesizedTemplate) => Record<string, unknown>;
  strike(faults: Faults): void;
  /** Happens while the first orders are under way. Says how often it struck, where it is what strikes. */
  readonly meanwhile?: (shop: Shop) => Promise<number>;
}

/** Requests in a second. */
const rate = 20;

export const scenarios: readonly Scenario[] = [
  { title: 'nothing', numbers: '', strike: () => {} },
  {
    title: 'messages sent twice, delivered early and again',
    numbers: '1, 2',
    strike(faults) {
      faults.add({ name: 'twice', action: 'SendMessage', fault: duplicate, probability: 0.5 });
      faults.add({ name: 'early', action: 'ReceiveMessage', fault: redeliver(0), probability: 0.2 });
    },
  },
  {
    title: 'messages out of order',
    numbers: '4',
    strike(faults) {
      faults.add({ name: 'reordered', action: 'SendMessage', fault: reorder(2), probability: 0.5 });
    },
  },
  {
    title: 'some messages of a batch fail; poison and newer messages among them',
    numbers: '5, 6, 7',
    strike(faults) {
      faults.add({
        name: 'failed',
        function: 'StepWorkerFunction',
        service: 'dynamodb',
        fault: serverError('before'),
        probability: 0.4,
      });
    },
    meanwhile: sendPoison,
  },
  {
    title: 'step workers frozen for longer than their messages are hidden, and than they may run',
    numbers: '3, 10',
    strike(faults) {
      const at = { action: 'PutItem', where: claimsWork, times: 2, probability: 0.2 };
      faults.add({ ...at, name: 'frozen', fault: freeze(15_000) });
      faults.add({ ...at, name: 'hung', fault: freeze(60_000) });
    },
  },
  {
    title: 'step workers throttled, their invocations lost',
    numbers: '8, 16',
    strike(faults) {
      faults.addToInvocations({
        name: 'throttled',
        function: 'StepWorkerFunction',
        fault: refuse,
        probability: 0.2,
      });
      faults.addToInvocations({
        name: 'lost',
        function: 'StepWorkerFunction',
        fault: failInvocation('after'),
        probability: 0.05,
      });
    },
  },
  {
    title: 'order API killed around row and message; queue down',
    numbers: '12, 13, 15',
    strike(faults) {
      const at = { function: 'CoffeeOrderApi', probability: 0.08 };
      faults.add({ ...at, name: 'killed', action: 'PutItem', fault: kill('after') });
      faults.add({ ...at, name: 'killed', action: 'SendMessage', fault: kill('after') });
      faults.add({ ...at, name: 'down', action: 'SendMessage', fault: throttle, probability: 0.5 });
    },
  },
  {
    title: 'answers lost in half-open, cut and reset connections',
    numbers: '14, 52',
    strike(faults) {
      const at = { probability: 0.03, where: byProcess };
      faults.add({ ...at, name: 'half-open', fault: hang('after'), probability: 0.01, times: 8 });
      faults.add({ ...at, name: 'reset', fault: drop('after') });
      faults.add({ ...at, name: 'cut', fault: breakAnswer('cut') });
    },
  },
  {
    title: 'step workers killed before and after every kind of call',
    numbers: '16–19',
    strike(faults) {
      const at = { function: 'StepWorkerFunction', probability: 0.01, where: byProcess };
      faults.add({ ...at, name: 'killed', fault: kill('before') });
      faults.add({ ...at, name: 'killed', fault: kill('after') });
      faults.add({
        name: 'not deleted',
        action: 'DeleteMessageBatch',
        fault: drop('before'),
        probability: 0.2,
      });
    },
  },
  {
    title: 'update publishers killed before and after posting',
    numbers: '20, 21, 26',
    strike(faults) {
      const at = { function: 'Notifier', action: 'PostToConnection', probability: 0.03 };
      faults.add({ ...at, name: 'killed', fault: kill('before') });
      faults.add({ ...at, name: 'killed', fault: kill('after') });
    },
  },
  {
    title: 'table throttled, slow, failing with and without effect',
    numbers: '23, 24',
    strike(faults) {
      const at = { service: 'dynamodb', probability: 0.1 } as const;
      faults.add({ ...at, name: 'throttled', fault: throttle });
      faults.add({ ...at, name: 'failed', fault: serverError('after') });
      faults.add({ ...at, name: 'slow', fault: delay(100) });
    },
  },
  {
    title: 'posts throttled, failing, slow; batches fail part-way',
    numbers: '27, 33',
    strike(faults) {
      const at = { action: 'PostToConnection', probability: 0.1 };
      faults.add({ ...at, name: 'throttled', fault: throttle });
      faults.add({ ...at, name: 'failed', fault: serverError('after') });
      faults.add({ ...at, name: 'silent', fault: hang('before'), probability: 0.01, times: 8 });
    },
  },
  {
    title: 'poison among the rows, and so in the stream',
    numbers: '28',
    strike: () => {},
    meanwhile: writePoison,
  },
  {
    title: 'bodies of every bad kind',
    numbers: '43',
    strike: () => {},
    meanwhile: sendNonsense,
  },
  {
    title: 'ten times the throttle at once',
    numbers: '48',
    template: atMostASecond(rate),
    strike: () => {},
    meanwhile: crowdIn,
  },
  {
    title: 'stream stalled for seconds',
    numbers: '29',
    strike(faults) {
      const remove = faults.add({ name: 'stalled', action: 'GetRecords', fault: stall });
      void setTimeout(4000).then(remove);
    },
  },
  {
    title: 'sockets lost while they are told',
    numbers: '31, 32, 35',
    strike(faults) {
      const at = { action: 'PostToConnection', probability: 0.05 };
      faults.add({ ...at, name: 'before', fault: hangUp('before') });
      faults.add({ ...at, name: 'after', fault: hangUp('after') });
    },
  },
  {
    title: 'everything at once, wild',
    numbers: 'all',
    weight: 3,
    strike: (faults) => enableChaos(faults, 'wild'),
  },
];

function claimsWork({ body }: AwsCall): boolean {
  const { status, lease } = Object((body as { Item?: unknown }).Item);
  return status?.S === 'labelling' && lease !== undefined;
}

/** Not JSON, no step message, and one of a version to come. */
async function sendPoison({ sqs, queueUrl }: Shop): Promise<number> {
  const orderId = '0197f3a0-0000-7000-8000-000000000001';
  const bodies = ['latte please', '{"step":"one"}', JSON.stringify({ v: 3, orderId, step: 1 })];
  for (const body of bodies) {
    await sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl('CoffeeStepWorkerSteps'), MessageBody: body }),
    );
  }
  return bodies.length;
}

/** Until the stream has given all up: each holds up its shard for some seconds, and no other family is to suffer by it. */
async function writePoison({ table, ordersTable, sqs, queueUrl }: Shop): Promise<number> {
  const rows = Array.from({ length: 4 }, (_, n) => `poison-${n}`);
  for (const orderId of rows) {
    const Item = { orderId, owner: 'nobody', notify: true, version: 1, revision: 1, history: [] };
    await table.send(new PutCommand({ TableName: ordersTable, Item }));
  }
  const receive = { QueueUrl: queueUrl('CoffeeLiveUpdatesFailedNotifications'), WaitTimeSeconds: 20 };
  for (const named = new Set<string>(); named.size < rows.length; ) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
    for (const { Body = '{}' } of Messages)
      named.add(JSON.parse(Body).DDBStreamBatchInfo.startSequenceNumber);
  }
  return rows.length;
}

/** Each is refused, and the customer's list stays empty. */
async function sendNonsense(shop: Shop): Promise<number> {
  const customer = await shop.customer('vandal');
  const bodies = [
    '',
    '{',
    '"latte"',
    '[]',
    '{"drink":"latte","drink":{}}',
    '{"drink":"latte","__proto__":{"admin":true}}',
    '{"drink":1e999}',
    '{"drink":"latte","size":-0}',
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    `{"drink":"latte","name":"${'x'.repeat(9000)}"}`,
    Buffer.from([0x7b, 0xff, 0x7d]),
  ];
  for (const body of bodies) {
    const { status } = await customer.send(body);
    if (status < 400 || status > 499) throw new Error(`${String(body).slice(0, 80)} was answered ${status}`);
  }
  const list = await customer.call<{ items: unknown[] }>('GET', '/orders');
  if (list.body.items.length > 0) throw new Error('a refused order was made');
  return bodies.length;
}

/** Every order that was accepted ends; the others are told to come later. */
async function crowdIn(shop: Shop): Promise<number> {
  const customer = await shop.customer('crowd');
  const answers = await Promise.all(Array.from({ length: 10 * rate }, () => customer.tryOrder('espresso')));
  const refused = answers.filter(({ status }) => status === 429).length;
  const odd = answers.find(({ status }) => status !== 202 && status !== 429);
  if (odd) throw new Error(`one of a crowd was answered ${odd.status}`);
  const open = await shop.audit.untilEnded(customer.accepted);
  if (open.length > 0) throw new Error(`${open.length} orders of the crowd have not ended`);
  return refused;
}
