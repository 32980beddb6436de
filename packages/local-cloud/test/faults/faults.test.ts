import { expect, it } from 'vitest';
import type { AwsCall } from '../../src/endpoint/aws-call.ts';
import { createFaults, type Faults } from '../../src/faults/faults.ts';
import { failInvocation, refuse } from '../../src/faults/invocation-faults.ts';
import { drop } from '../../src/faults/network-faults.ts';
import { freeze } from '../../src/faults/process-faults.ts';
import { duplicate, redeliver, reorder } from '../../src/faults/queue-faults.ts';
import { serverError, throttle } from '../../src/faults/service-faults.ts';

const send: AwsCall = {
  caller: { kind: 'role', name: 'WorkApp-Worker', roleArn: 'arn:aws:iam::000000000000:role/worker' },
  session: 'one',
  service: 'sqs',
  action: 'SendMessage',
  resource: '*',
  body: { MessageBody: 'job' },
  signal: new AbortController().signal,
};

/** What a call comes to, and what reached the service of it. */
async function make(faults: Faults, call: Partial<AwsCall> = {}) {
  const forwarded: unknown[] = [];
  const outcome = await faults
    .intercept({ ...send, ...call }, (body = send.body) => {
      forwarded.push(body);
      return Promise.resolve({ status: 200, body: {} });
    })
    .catch((error: { code: string }) => error.code);
  return { outcome, forwarded };
}

async function hits(seed: number): Promise<readonly boolean[]> {
  const faults = createFaults({ seed });
  faults.add({ name: 'reset', fault: drop('before'), probability: 0.3 });
  const calls = [];
  for (let n = 0; n < 200; n++) calls.push((await make(faults)).outcome === 'drop');
  return calls;
}

it('the same seed strikes the same calls, another seed others', async () => {
  const first = await hits(7);
  expect(await hits(7)).toEqual(first);
  expect(await hits(8)).not.toEqual(first);
  const struck = first.filter(Boolean).length;
  expect(struck).toBeGreaterThan(30);
  expect(struck).toBeLessThan(90);
});

it('a rule draws alike whatever other rules do', async () => {
  const alone = await hits(7);
  const faults = createFaults({ seed: 7 });
  faults.add({ name: 'reset', fault: drop('before'), probability: 0.3 });
  faults.add({ name: 'twice', fault: duplicate, probability: 0.5 });
  const together = [];
  for (let n = 0; n < 200; n++) together.push((await make(faults)).outcome === 'drop');
  expect(together).toEqual(alone);
});

it('a rule strikes its service, action and function alone, as often as it says, and is counted', async () => {
  const faults = createFaults({ seed: 1 });
  faults.add({
    name: 'throttled',
    service: 'sqs',
    action: 'SendMessage',
    function: 'Worker',
    fault: throttle,
    times: 2,
  });
  const others: Partial<AwsCall>[] = [
    { service: 'dynamodb' },
    { action: 'ReceiveMessage' },
    { caller: { kind: 'root', name: 'root' } },
  ];
  for (const other of others) expect((await make(faults, other)).forwarded).toHaveLength(1);
  const outcomes = [await make(faults), await make(faults), await make(faults)].map(({ outcome }) => outcome);
  expect(outcomes.slice(0, 2)).toEqual(['RequestThrottled', 'RequestThrottled']);
  expect(outcomes[2]).toMatchObject({ status: 200 });
  expect(faults.counts()).toEqual(new Map([['throttled', 2]]));
});

it('is over when the rule is taken back, or all are', async () => {
  const faults = createFaults({ seed: 1 });
  const remove = faults.add({ name: 'reset', fault: drop('before') });
  faults.addToInvocations({ name: 'refused', fault: refuse });
  expect((await make(faults)).outcome).toBe('drop');
  remove();
  expect((await make(faults)).outcome).toMatchObject({ status: 200 });
  faults.off();
  const ran = { outcome: 'returned', payload: 1 } as const;
  expect(await faults.interceptInvocation('Worker', () => Promise.resolve(ran))).toBe(ran);
});

it('several rules strike one call, the first from outside', async () => {
  const faults = createFaults({ seed: 1 });
  faults.add({ name: 'lost', fault: serverError('after') });
  faults.add({ name: 'twice', fault: duplicate });
  expect(await make(faults)).toEqual({ outcome: 'ServiceUnavailable', forwarded: [send.body, send.body] });
});

it.each([
  ['before', 0],
  ['after', 1],
] as const)('a failure %s the effect lets %d calls through', async (when, reached) => {
  const faults = createFaults({ seed: 1 });
  faults.add({ name: 'failed', fault: serverError(when), times: 1 });
  expect((await make(faults)).forwarded).toHaveLength(reached);
  faults.add({ name: 'reset', fault: drop(when) });
  expect(await make(faults)).toMatchObject({ outcome: 'drop', forwarded: { length: reached } });
});

it.each([
  ['dynamodb', 'ProvisionedThroughputExceededException'],
  ['dynamodb-streams', 'LimitExceededException'],
  ['sqs', 'RequestThrottled'],
  ['execute-api', 'LimitExceededException'],
] as const)('%s throttles with its own error, %s', async (service, code) => {
  const faults = createFaults({ seed: 1 });
  faults.add({ name: 'throttled', fault: throttle });
  expect(await make(faults, { service })).toEqual({ outcome: code, forwarded: [] });
});

it('changes when a message comes', async () => {
  const faults = createFaults({ seed: 1 });
  faults.add({ name: 'reordered', action: 'SendMessage', fault: reorder(3) });
  faults.add({ name: 'early', action: 'ReceiveMessage', fault: redeliver(1) });
  const delays = async (own: object) => {
    const seen = new Set<number | undefined>();
    for (let n = 0; n < 50; n++) {
      const { forwarded } = await make(faults, { body: { ...send.body, ...own } });
      seen.add((forwarded as { DelaySeconds: number }[])[0]?.DelaySeconds);
    }
    return [...seen].sort();
  };
  expect(await delays({})).toEqual([0, 1, 2, 3]);
  // Never before its time, and never later than SQS can.
  expect(await delays({ DelaySeconds: 30 })).toEqual([30, 31, 32, 33]);
  expect(await delays({ DelaySeconds: 899 })).toEqual([899, 900]);
  expect((await make(faults, { action: 'ReceiveMessage' })).forwarded).toEqual([
    { ...send.body, VisibilityTimeout: 1 },
  ]);
});

it('refuses invocations, or loses their result', async () => {
  const faults = createFaults({ seed: 1 });
  let ran = 0;
  const invoke = () => {
    ran += 1;
    return Promise.resolve({ outcome: 'returned', payload: null } as const);
  };
  faults.addToInvocations({ name: 'refused', function: 'Worker', fault: refuse, times: 1 });
  expect(await faults.interceptInvocation('WorkerRoomWorkerFunction', invoke)).toEqual({
    outcome: 'throttled',
  });
  expect(ran).toBe(0);
  faults.addToInvocations({ name: 'lost', function: 'Worker', fault: failInvocation('after') });
  expect(await faults.interceptInvocation('WorkerRoomWorkerFunction', invoke)).toMatchObject({
    outcome: 'failed',
    errorType: 'Runtime.ExitError',
  });
  expect(ran).toBe(1);
});

it('a process is frozen after its call, one that is none is not', async () => {
  const faults = createFaults({ seed: 1 });
  const frozen: unknown[] = [];
  const named = (name: string) => ({ freeze: (...how: unknown[]) => frozen.push([name, ...how]) });
  faults.attach({ functions: { named }, sockets: {} } as never);
  faults.add({ name: 'frozen', fault: freeze(500) });
  expect((await make(faults)).forwarded).toHaveLength(1);
  const { session, ...service } = send;
  expect((await make(faults, { ...service, session: undefined as never })).forwarded).toHaveLength(1);
  expect(frozen).toEqual([['WorkApp-Worker', 'one', 500]]);
});
