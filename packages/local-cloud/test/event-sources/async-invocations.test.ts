import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createAsyncInvocations } from '../../src/event-sources/async-invocations.ts';
import { maximumLoops, nextTrace } from '../../src/lambda/recursion.ts';
import type { ResolvedTemplate } from '../../src/template/resolved-template.ts';
import { templateOf } from '../api-gateway/gateway-fixture.ts';
import { failed, fakeFunction, throttled } from './fake-function.ts';

const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:work';
const config = (properties: object) =>
  templateOf([
    [
      'Config',
      'AWS::Lambda::EventInvokeConfig',
      { FunctionName: 'work', Qualifier: '$LATEST', ...properties },
    ],
  ]);

/** Everything that is said until the last of it is `last`. */
function opened(
  handle: (event: string, count: number) => unknown,
  last: string,
  { template = templateOf([]), recursiveLoop }: { template?: ResolvedTemplate; recursiveLoop?: 'Allow' } = {},
) {
  const fn = fakeFunction(handle, recursiveLoop);
  const lines: string[] = [];
  const ended = Promise.withResolvers<void>();
  const invocations = createAsyncInvocations({
    template,
    functions: () => fn,
    log(line) {
      lines.push(line);
      if (line === last) ended.resolve();
    },
    pauses: [1, 2],
  });
  onTestFinished(() => invocations.close());
  return { invocations, fn, lines, ended: ended.promise };
}

it('a function that fails is invoked twice more, and then its event is given up', async () => {
  const givenUp = 'Work failed: x; its event is given up';
  const { invocations, fn, lines, ended } = opened(() => failed, givenUp);
  invocations.send(arn, 'event');
  await ended;
  expect(lines).toEqual([
    'Work failed: x; it is invoked again in 0.001 s',
    'Work failed: x; it is invoked again in 0.002 s',
    givenUp,
  ]);
  expect(fn.invocations.map(({ event }) => event)).toEqual(['event', 'event', 'event']);
  expect(new Set(fn.invocations.map(({ traceHeader }) => traceHeader)).size).toBe(1);
});

it('a function that heals is not invoked again', async () => {
  const last = 'Work failed: x; it is invoked again in 0.001 s';
  const healed = Promise.withResolvers<void>();
  const { invocations, fn, lines } = opened((_, count) => {
    if (count === 1) return failed;
    healed.resolve();
    return undefined;
  }, last);
  invocations.send(arn, 'event');
  await healed.promise;
  await setImmediate();
  expect(fn.invocations).toHaveLength(2);
  expect(lines).toEqual([last]);
});

it('a throttled function is invoked again, which is no failure', async () => {
  const givenUp = 'Work failed: x; its event is given up';
  const { invocations, lines, ended } = opened((_, count) => (count === 1 ? throttled : failed), givenUp, {
    template: config({ MaximumRetryAttempts: 0 }),
  });
  invocations.send(arn, 'event');
  await ended;
  expect(lines).toEqual(['Work was throttled; it is invoked again in 1 s', givenUp]);
});

it('an event that would be too old is given up', async () => {
  const givenUp = 'Work was throttled; its event is given up';
  const { invocations, lines, ended } = opened(() => throttled, givenUp, {
    template: config({ MaximumEventAgeInSeconds: 0 }),
  });
  invocations.send(arn, 'event');
  await ended;
  expect(lines).toEqual([givenUp]);
});

it('what the app says of $LATEST is not said of its aliases', async () => {
  const givenUp = 'Work failed: x; its event is given up';
  const { invocations, lines, ended } = opened(() => failed, givenUp, {
    template: config({ MaximumRetryAttempts: 0 }),
  });
  invocations.send(`${arn}:live`, 'event');
  await ended;
  expect(lines).toHaveLength(3);
});

it('a recursive loop is stopped, unless the function allows it', () => {
  let trace = '';
  for (let n = 0; n < maximumLoops; n += 1) trace = nextTrace(trace, arn).trace;
  const stopped = opened(() => undefined, '');
  stopped.invocations.send(arn, 'event', trace);
  expect(stopped.fn.invocations).toEqual([]);
  expect(stopped.lines).toEqual(['Work is in a recursive loop: an event is not delivered']);
  const allowed = opened(() => undefined, '', { recursiveLoop: 'Allow' });
  allowed.invocations.send(arn, 'event', trace);
  expect(allowed.fn.invocations).toHaveLength(1);
});
