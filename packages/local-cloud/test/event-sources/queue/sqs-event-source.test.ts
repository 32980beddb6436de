import { randomUUID } from 'node:crypto';
import {
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startSqsEventSource } from '../../../src/event-sources/queue/sqs-event-source.ts';
import type { LambdaFunction } from '../../../src/lambda/lambda-function.ts';
import { maximumLoops, nextTrace } from '../../../src/lambda/recursion.ts';
import { failed, fakeFunction, throttled } from '../fake-function.ts';

let server: FauxqsServer;
let client: SQSClient;

beforeAll(async () => {
  server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false, messageSpies: true });
  client = new SQSClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

function createQueue(attributes: Record<string, string> = {}) {
  const { queueName } = server.createQueue(`jobs-${randomUUID()}`, { region: 'eu-west-1', attributes });
  const queueUrl = `http://127.0.0.1:${server.port}/000000000000/${queueName}`;
  const queueArn = `arn:aws:sqs:eu-west-1:000000000000:${queueName}`;
  const left = () => {
    const { ready, delayed, inflight } = server.inspectQueue(queueName)?.messages ?? expect.fail('no queue');
    return { ready: ready.length, delayed: delayed.length, inflight: inflight.length };
  };
  const send = (...bodies: string[]) =>
    client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
      }),
    );
  return { queueUrl, queueArn, left, send };
}

type Queue = ReturnType<typeof createQueue>;

function start(queue: Queue, fn: LambdaFunction, mapping: object = {}, options: { client?: SQSClient } = {}) {
  const lines: string[] = [];
  const source = startSqsEventSource({
    client,
    ...options,
    fn,
    queueUrl: queue.queueUrl,
    log: (line) => lines.push(line),
    mapping: {
      EventSourceArn: queue.queueArn,
      FunctionName: 'work',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ...mapping,
    },
  });
  onTestFinished(() => source.close());
  return { source, lines };
}

const nothing = { ready: 0, delayed: 0, inflight: 0 };

function bodies({ Records }: SQSEvent): string[] {
  return Records.map(({ body }) => body);
}

describe('a message', () => {
  it('arrives in the shape of Lambda and is deleted when it was handled', async () => {
    const queue = createQueue();
    const fn = fakeFunction<SQSEvent>();
    start(queue, fn);
    const attributes: Record<string, MessageAttributeValue> = {
      kind: { DataType: 'String', StringValue: 'job' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
    };
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl: queue.queueUrl,
        MessageBody: 'large',
        MessageAttributes: attributes,
      }),
    );
    await vi.waitFor(() => expect(queue.left()).toEqual(nothing));
    expect(fn.invocations.map(({ event }) => event)).toEqual([
      {
        Records: [
          {
            messageId: sent.MessageId,
            receiptHandle: expect.any(String),
            body: 'large',
            attributes: {
              ApproximateReceiveCount: '1',
              SentTimestamp: expect.stringMatching(/^\d{13}$/),
              SenderId: expect.any(String),
              ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
            },
            messageAttributes: {
              kind: { stringValue: 'job', stringListValues: [], binaryListValues: [], dataType: 'String' },
              raw: { binaryValue: 'AQI=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
            },
            md5OfMessageAttributes: sent.MD5OfMessageAttributes,
            md5OfBody: sent.MD5OfMessageBody,
            eventSource: 'aws:sqs',
            eventSourceARN: queue.queueArn,
            awsRegion: 'eu-west-1',
          },
        ],
      },
    ]);
  });

  it('that is reported as failed comes back alone, with its receive count', async () => {
    const queue = createQueue({ VisibilityTimeout: '1' });
    const fn = fakeFunction<SQSEvent>(({ Records }, count) => ({
      batchItemFailures:
        count === 1
          ? Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({
              itemIdentifier: messageId,
            }))
          : [],
    }));
    await queue.send('good', 'bad', 'fine');
    start(queue, fn);
    await vi.waitFor(() => expect(fn.invocations).toHaveLength(2), { timeout: 3000 });
    const [first, second] = fn.invocations.map(({ event }) => event);
    expect(first && bodies(first).sort()).toEqual(['bad', 'fine', 'good']);
    expect(second?.Records).toMatchObject([{ body: 'bad', attributes: { ApproximateReceiveCount: '2' } }]);
    await vi.waitFor(() => expect(queue.left()).toEqual(nothing));
  });

  it.each([
    ['fails', failed],
    ['is throttled', throttled],
  ])('stays in the queue when its invocation %s, and ends in the dead-letter queue', async (_, result) => {
    const deadLetters = createQueue();
    const queue = createQueue({
      VisibilityTimeout: '1',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.queueArn, maxReceiveCount: 1 }),
    });
    const fn = fakeFunction<SQSEvent>(() => result);
    await queue.send('job');
    start(queue, fn);
    await vi.waitFor(() => expect(fn.invocations).toHaveLength(1));
    expect(queue.left()).toMatchObject({ inflight: 1 });
    await vi.waitFor(() => expect(deadLetters.left()).toMatchObject({ ready: 1 }), { timeout: 4000 });
    expect(fn.invocations).toHaveLength(1);
  });

  it('that no filter lets through is deleted unseen', async () => {
    const queue = createQueue();
    const fn = fakeFunction<SQSEvent>();
    await queue.send('{"step":1}', '{"step":2}', 'text');
    start(queue, fn, { FilterCriteria: { Filters: [{ Pattern: '{"body":{"step":[2]}}' }] } });
    await vi.waitFor(() => expect(queue.left()).toEqual(nothing));
    expect(fn.invocations.flatMap(({ event }) => bodies(event))).toEqual(['{"step":2}']);
  });
});

describe('batches', () => {
  it('are never larger than BatchSize', async () => {
    const queue = createQueue();
    const fn = fakeFunction<SQSEvent>();
    await queue.send('1', '2', '3', '4', '5');
    start(queue, fn, { BatchSize: 2 });
    await vi.waitFor(() => expect(queue.left()).toEqual(nothing));
    expect(fn.invocations.map(({ event }) => event.Records.length)).toEqual([2, 2, 1]);
  });

  it('above ten messages are gathered within the window', async () => {
    const queue = createQueue();
    const fn = fakeFunction<SQSEvent>();
    await queue.send('1', '2', '3', '4', '5', '6', '7', '8', '9', '10');
    await queue.send('11', '12');
    start(queue, fn, { BatchSize: 12, MaximumBatchingWindowInSeconds: 5 });
    await vi.waitFor(() => expect(queue.left()).toEqual(nothing));
    expect(fn.invocations.map(({ event }) => event.Records.length)).toEqual([12]);
  });

  it('go to the function when the window ends, full or not', async () => {
    const queue = createQueue();
    const fn = fakeFunction<SQSEvent>();
    await queue.send('1', '2');
    start(queue, fn, { BatchSize: 100, MaximumBatchingWindowInSeconds: 1 });
    await vi.waitFor(() => expect(fn.invocations.map(({ event }) => event.Records.length)).toEqual([2]), {
      timeout: 2500,
    });
  });

  it('run at the same time up to MaximumConcurrency', async () => {
    const queue = createQueue();
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const fn = fakeFunction<SQSEvent>(() => gate);
    await queue.send('1', '2', '3');
    start(queue, fn, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    await vi.waitFor(() => expect(fn.invocations).toHaveLength(2));
    expect(queue.left()).toEqual({ ready: 1, delayed: 0, inflight: 2 });
    open();
    await vi.waitFor(() => expect(queue.left()).toEqual(nothing));
    expect(fn.invocations).toHaveLength(3);
  });
});

describe('a chain of messages through the function', () => {
  /** Stands for the endpoint, which keeps the trace of the sender with the message. */
  function tracing(header: string): SQSClient {
    return {
      send: async (command: ReceiveMessageCommand, options: object) => {
        const output = await client.send(command, options);
        for (const message of output.Messages ?? [])
          message.Attributes = { ...message.Attributes, AWSTraceHeader: header };
        return output;
      },
    } as unknown as SQSClient;
  }

  function traceAfter(invocations: number, arn: string): string {
    let trace = '';
    for (let count = 0; count < invocations; count += 1) trace = nextTrace(trace, arn).trace;
    return trace;
  }

  it('goes on in the trace of the message', async () => {
    const queue = createQueue();
    const fn = fakeFunction<SQSEvent>();
    const header = traceAfter(3, fn.arn);
    await queue.send('job');
    start(queue, fn, {}, { client: tracing(header) });
    await vi.waitFor(() => expect(fn.invocations).toHaveLength(1));
    const traceHeader = fn.invocations[0]?.traceHeader ?? '';
    expect(traceHeader).toContain(header.split(';')[0]);
    expect(nextTrace(traceHeader, fn.arn).loops).toBe(5);
  });

  it('ends in the dead-letter queue after sixteen invocations', async () => {
    const deadLetters = createQueue();
    const queue = createQueue({
      VisibilityTimeout: '1',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.queueArn, maxReceiveCount: 1 }),
    });
    const fn = fakeFunction<SQSEvent>();
    await queue.send('job');
    const { lines } = start(queue, fn, {}, { client: tracing(traceAfter(maximumLoops, fn.arn)) });
    await vi.waitFor(() =>
      expect(lines).toEqual([expect.stringMatching(/^Work is in a recursive loop: message /)]),
    );
    await vi.waitFor(() => expect(deadLetters.left()).toMatchObject({ ready: 1 }), { timeout: 4000 });
    expect(fn.invocations).toEqual([]);
  });

  it('goes on beyond that if the function allows it', async () => {
    const queue = createQueue();
    const fn = fakeFunction<SQSEvent>(undefined, 'Allow');
    await queue.send('job');
    start(queue, fn, {}, { client: tracing(traceAfter(maximumLoops + 3, fn.arn)) });
    await vi.waitFor(() => expect(queue.left()).toEqual(nothing));
    expect(fn.invocations).toHaveLength(1);
  });
});

describe('an event source', () => {
  it('reports once that it may not receive, and goes on when it may', async () => {
    const queue = createQueue();
    const fn = fakeFunction<SQSEvent>();
    let refusals = 0;
    const refusing = {
      send: (command: ReceiveMessageCommand, options: object) => {
        if (!(command instanceof ReceiveMessageCommand) || refusals === 2)
          return client.send(command, options);
        refusals += 1;
        return Promise.reject(new Error('AccessDenied: may not sqs:ReceiveMessage'));
      },
    } as unknown as SQSClient;
    await queue.send('job');
    const { lines } = start(queue, fn, {}, { client: refusing });
    await vi.waitFor(() => expect(fn.invocations).toHaveLength(1), { timeout: 4000 });
    expect(refusals).toBe(2);
    expect(lines).toEqual([expect.stringContaining('AccessDenied: may not sqs:ReceiveMessage')]);
  });

  it('stops at once while it waits for messages', async () => {
    const { source } = start(createQueue(), fakeFunction());
    const before = performance.now();
    await source.close();
    expect(performance.now() - before).toBeLessThan(500);
  });

  it('stops within a second or so while a batch hangs', async () => {
    const queue = createQueue();
    const fn = fakeFunction<SQSEvent>(() => new Promise(() => {}));
    await queue.send('1', '2');
    const { source } = start(queue, fn, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    await vi.waitFor(() => expect(fn.invocations).toHaveLength(2));
    const before = performance.now();
    await source.close();
    expect(performance.now() - before).toBeLessThan(1500);
  });

  it('takes nothing while it is disabled', async () => {
    const queue = createQueue();
    await queue.send('job');
    const { source } = start(queue, fakeFunction(), { Enabled: false });
    await source.close();
    expect(queue.left()).toMatchObject({ ready: 1, inflight: 0 });
  });
});
