import type { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startStreamEventSource } from '../../../src/event-sources/stream/stream-event-source.ts';
import { type FakeFunction, failed, fakeFunction, throttled } from '../fake-function.ts';
import { FakeStream, streamArn } from './fake-stream.ts';

type StreamFunction = FakeFunction<DynamoDBStreamEvent>;

const queueArn = 'arn:aws:sqs:eu-west-1:000000000000:failures';

function start(
  stream: FakeStream,
  fn: StreamFunction,
  mapping: object = {},
  saved = new Map<string, string>(),
) {
  const sent: { queueUrl: string | undefined; body: unknown }[] = [];
  const lines: string[] = [];
  const sqsClient = {
    send: ({ input: { QueueUrl, MessageBody = '' } }: SendMessageCommand) => {
      sent.push({ queueUrl: QueueUrl, body: JSON.parse(MessageBody) });
      return Promise.resolve({});
    },
  } as unknown as SQSClient;
  const source = startStreamEventSource({
    fn,
    client: stream.client,
    sqsClient,
    queueUrl: (arn) => `http://queues/${arn.split(':').at(-1)}`,
    streamArn,
    wake: stream.wake,
    checkpoints: {
      get: (shardId) => saved.get(shardId),
      set: (shardId, seq) => void saved.set(shardId, seq),
    },
    log: (line) => lines.push(line),
    retryPauses: { first: 1, longest: 5 },
    mapping: {
      EventSourceArn: streamArn,
      FunctionName: 'notify',
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: queueArn } },
      ...mapping,
    },
  });
  onTestFinished(() => source.close());
  return { source, sent, lines, saved };
}

function idOf({ dynamodb }: DynamoDBRecord): string {
  return dynamodb?.Keys?.orderId?.S ?? '';
}

function batchesOf(fn: StreamFunction): string[][] {
  return fn.invocations.map(({ event }) => event.Records.map(idOf));
}

function failing(...ids: string[]) {
  return ({ Records }: DynamoDBStreamEvent) =>
    Records.some((record) => ids.includes(idOf(record))) ? failed : undefined;
}

function reporting(...ids: string[]) {
  return ({ Records }: DynamoDBStreamEvent) => ({
    batchItemFailures: Records.filter((record) => ids.includes(idOf(record))).map(({ dynamodb }) => ({
      itemIdentifier: dynamodb?.SequenceNumber,
    })),
  });
}

describe('a record', () => {
  it('arrives in the shape of Lambda', async () => {
    const stream = new FakeStream('s1');
    const fn = fakeFunction<DynamoDBStreamEvent>();
    start(stream, fn);
    const note = {
      M: { raw: { B: new Uint8Array([1, 2]) }, all: { L: [{ BS: [new Uint8Array([3])] }] }, n: { N: '1' } },
    };
    stream.add('s1', ['o1'], {
      note,
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    });
    await vi.waitFor(() => expect(fn.invocations).toHaveLength(1));
    const [record] = fn.invocations[0]?.event.Records ?? [];
    expect(record).toEqual({
      eventID: 'e101',
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      eventSourceARN: streamArn,
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: {
        ApproximateCreationDateTime: expect.toSatisfy(Number.isInteger),
        Keys: { orderId: { S: 'o1' } },
        NewImage: {
          orderId: { S: 'o1' },
          note: { M: { raw: { B: 'AQI=' }, all: { L: [{ BS: ['Aw=='] }] }, n: { N: '1' } } },
        },
        SequenceNumber: '101',
        SizeBytes: 12,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  });

  it('is delivered at once, without polling', async () => {
    const stream = new FakeStream('s1');
    const fn = fakeFunction<DynamoDBStreamEvent>();
    start(stream, fn);
    await vi.waitFor(() => expect(stream.reads).toBe(1));
    for (const id of ['a', 'b', 'c']) {
      const before = performance.now();
      stream.add('s1', [id]);
      await vi.waitFor(() => expect(batchesOf(fn).flat()).toContain(id), { interval: 1 });
      expect(performance.now() - before).toBeLessThan(200);
    }
  });

  it('that the filter does not let through counts as handled', async () => {
    const stream = new FakeStream('s1');
    const fn = fakeFunction<DynamoDBStreamEvent>();
    const { saved } = start(stream, fn, {
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    });
    stream.add('s1', ['a']);
    stream.add('s1', ['b'], { eventName: 'INSERT' });
    const [last] = stream.add('s1', ['c']);
    await vi.waitFor(() => expect(saved.get('s1')).toBe(last));
    expect(batchesOf(fn)).toEqual([['b']]);
  });
});

describe('batches', () => {
  it('follow one another in order and are never larger than BatchSize', async () => {
    const stream = new FakeStream('s1');
    stream.add('s1', ['a', 'b', 'c', 'd', 'e']);
    const fn = fakeFunction<DynamoDBStreamEvent>();
    start(stream, fn, { BatchSize: 2 });
    await vi.waitFor(() => expect(batchesOf(fn)).toEqual([['a', 'b'], ['c', 'd'], ['e']]));
  });

  it('are gathered within the window', async () => {
    const stream = new FakeStream('s1');
    const fn = fakeFunction<DynamoDBStreamEvent>();
    start(stream, fn, { BatchSize: 3, MaximumBatchingWindowInSeconds: 60 });
    stream.add('s1', ['a']);
    await vi.waitFor(() => expect(stream.reads).toBeGreaterThan(1));
    stream.add('s1', ['b', 'c']);
    await vi.waitFor(() => expect(batchesOf(fn)).toEqual([['a', 'b', 'c']]));
  });

  it('of several shards run at the same time', async () => {
    const stream = new FakeStream('s1', 's2');
    stream.add('s1', ['a']);
    stream.add('s2', ['b']);
    const fn = fakeFunction<DynamoDBStreamEvent>(() => new Promise(() => {}));
    start(stream, fn);
    await vi.waitFor(() => expect(batchesOf(fn).flat().sort()).toEqual(['a', 'b']));
  });

  it('run in parallel lanes that keep the order of each item', async () => {
    const stream = new FakeStream('s1');
    const ids = ['a', 'b', 'c', 'd', 'a', 'b', 'c', 'd'];
    stream.add('s1', ids);
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const fn = fakeFunction<DynamoDBStreamEvent>((_, count) => (count > 1 ? gate : undefined));
    const { saved } = start(stream, fn, { ParallelizationFactor: 4 });
    await vi.waitFor(() => expect(batchesOf(fn).flat()).toHaveLength(8));
    const lanes = batchesOf(fn);
    expect(lanes.length).toBeGreaterThan(1);
    for (const id of 'abcd') {
      expect(
        lanes.filter((lane) => lane.includes(id)).map((lane) => lane.filter((one) => one === id)),
      ).toEqual([[id, id]]);
    }
    // One lane is through, but not everything before its last record.
    expect(saved.has('s1')).toBe(false);
    open();
    await vi.waitFor(() => expect(saved.get('s1')).toBe('108'));
  });
});

describe('a failing batch', () => {
  it('is tried again until it succeeds, and nothing overtakes it', async () => {
    const stream = new FakeStream('s1');
    stream.add('s1', ['a', 'b', 'c']);
    const fn = fakeFunction<DynamoDBStreamEvent>((_, count) => (count <= 3 ? failed : undefined));
    start(stream, fn, { BatchSize: 2 });
    await vi.waitFor(() =>
      expect(batchesOf(fn)).toEqual([['a', 'b'], ['a', 'b'], ['a', 'b'], ['a', 'b'], ['c']]),
    );
  });

  it('is tried again from the lowest item that failed', async () => {
    const stream = new FakeStream('s1');
    stream.add('s1', ['a', 'b', 'c', 'd']);
    const fn = fakeFunction<DynamoDBStreamEvent>((event, count) =>
      count === 1 ? reporting('b', 'd')(event) : undefined,
    );
    const { saved } = start(stream, fn);
    await vi.waitFor(() =>
      expect(batchesOf(fn)).toEqual([
        ['a', 'b', 'c', 'd'],
        ['b', 'c', 'd'],
      ]),
    );
    await vi.waitFor(() => expect(saved.get('s1')).toBe('104'));
  });

  it('is given up after its retries, named in the failure destination, and the shard goes on', async () => {
    const stream = new FakeStream('s1');
    stream.add('s1', ['a', 'poison', 'c']);
    stream.add('s1', ['d']);
    const fn = fakeFunction<DynamoDBStreamEvent>(reporting('poison'));
    const { sent, lines } = start(stream, fn, { BatchSize: 3, MaximumRetryAttempts: 2 });
    await vi.waitFor(() => expect(batchesOf(fn).at(-1)).toEqual(['d']));
    expect(batchesOf(fn)).toEqual([['a', 'poison', 'c'], ['poison', 'c'], ['poison', 'c'], ['d']]);
    expect(sent).toEqual([
      {
        queueUrl: 'http://queues/failures',
        body: {
          requestContext: {
            requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
            functionArn: fn.arn,
            condition: 'RetryAttemptsExhausted',
            approximateInvokeCount: 3,
          },
          responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
          version: '1.0',
          timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
          DDBStreamBatchInfo: {
            shardId: 's1',
            startSequenceNumber: '102',
            endSequenceNumber: '103',
            approximateArrivalOfFirstRecord: expect.stringMatching(/T\d\d:\d\d:\d\dZ$/),
            approximateArrivalOfLastRecord: expect.stringMatching(/T\d\d:\d\d:\d\dZ$/),
            batchSize: 2,
            streamArn,
          },
        },
      },
    ]);
    expect(lines).toEqual(['Work gave up 2 records from 102 to 103 of s1: RetryAttemptsExhausted']);
  });

  it.each([
    ['throws', failing],
    ['reports the item', reporting],
  ])('is bisected, so that one poison record alone is given up, if the function %s', async (_, poisoned) => {
    const stream = new FakeStream('s1');
    stream.add('s1', ['poison', 'b', 'c', 'd']);
    const fn = fakeFunction<DynamoDBStreamEvent>(poisoned('poison'));
    const { sent } = start(stream, fn, { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 });
    await vi.waitFor(() => expect(batchesOf(fn).at(-1)).toEqual(['c', 'd']));
    expect(batchesOf(fn)).toEqual([
      ['poison', 'b', 'c', 'd'],
      ['poison', 'b'],
      ['poison'],
      ['poison'],
      ['b'],
      ['c', 'd'],
    ]);
    expect(sent.map(({ body }) => body)).toMatchObject([
      { DDBStreamBatchInfo: { startSequenceNumber: '101', endSequenceNumber: '101', batchSize: 1 } },
    ]);
  });

  it('that is throttled is tried again without using up its retries', async () => {
    const stream = new FakeStream('s1');
    stream.add('s1', ['a']);
    const fn = fakeFunction<DynamoDBStreamEvent>((_, count) => (count <= 3 ? throttled : undefined));
    const { sent, saved } = start(stream, fn, { MaximumRetryAttempts: 0 });
    await vi.waitFor(() => expect(saved.get('s1')).toBe('101'));
    expect(fn.invocations).toHaveLength(4);
    expect(sent).toEqual([]);
  });

  it('loses the records that became too old, to the failure destination', async () => {
    const stream = new FakeStream('s1');
    stream.add('s1', ['old'], { age: 120 });
    stream.add('s1', ['young']);
    const fn = fakeFunction<DynamoDBStreamEvent>();
    const { sent } = start(stream, fn, { MaximumRecordAgeInSeconds: 60 });
    await vi.waitFor(() => expect(batchesOf(fn)).toEqual([['young']]));
    expect(sent.map(({ body }) => body)).toMatchObject([
      {
        requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 },
        DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: '101' },
      },
    ]);
  });
});

describe('a shard', () => {
  it('goes on after its checkpoint', async () => {
    const stream = new FakeStream('s1');
    const [first = ''] = stream.add('s1', ['a', 'b']);
    const fn = fakeFunction<DynamoDBStreamEvent>();
    start(stream, fn, { StartingPosition: 'LATEST' }, new Map([['s1', first]]));
    await vi.waitFor(() => expect(batchesOf(fn)).toEqual([['b']]));
  });

  it('begins at its end if the mapping says LATEST', async () => {
    const stream = new FakeStream('s1');
    stream.add('s1', ['a']);
    const fn = fakeFunction<DynamoDBStreamEvent>();
    start(stream, fn, { StartingPosition: 'LATEST' });
    await vi.waitFor(() => expect(stream.reads).toBe(1));
    stream.add('s1', ['b']);
    await vi.waitFor(() => expect(batchesOf(fn)).toEqual([['b']]));
  });

  it('is followed by its children only when it was handled to the end', async () => {
    const stream = new FakeStream('parent');
    stream.add('parent', ['a']);
    stream.open('child', 'parent');
    stream.add('child', ['b']);
    const fn = fakeFunction<DynamoDBStreamEvent>();
    start(stream, fn, { StartingPosition: 'TRIM_HORIZON' });
    await vi.waitFor(() => expect(batchesOf(fn)).toEqual([['a']]));
    stream.close('parent');
    await vi.waitFor(() => expect(batchesOf(fn)).toEqual([['a'], ['b']]));
  });

  it('goes on with what is left if its next records were trimmed', async () => {
    const stream = new FakeStream('s1');
    stream.add('s1', ['a']);
    const fn = fakeFunction<DynamoDBStreamEvent>();
    const trimmed = Object.assign(new Error('trimmed'), { name: 'TrimmedDataAccessException' });
    start(stream, fn, {}, new Map([['s1', '50']]));
    stream.errors.push(trimmed);
    await vi.waitFor(() => expect(batchesOf(fn)).toEqual([['a']]), { timeout: 3000 });
  });

  it('that cannot be read is reported once and read again, with nothing lost', async () => {
    const stream = new FakeStream('s1');
    const fn = fakeFunction<DynamoDBStreamEvent>();
    const { lines } = start(stream, fn);
    stream.add('s1', ['a']);
    await vi.waitFor(() => expect(batchesOf(fn)).toEqual([['a']]));
    stream.errors.push(new Error('denied'), new Error('denied'));
    stream.add('s1', ['b']);
    await vi.waitFor(() => expect(batchesOf(fn)).toEqual([['a'], ['b']]), { timeout: 4000 });
    expect(lines).toEqual([`Work cannot read s1 of ${streamArn}: Error: denied`]);
  });
});

describe('closing', () => {
  it('stops at once while nothing happens, and forgets the stream', async () => {
    const stream = new FakeStream('s1', 's2');
    const { source } = start(stream, fakeFunction<DynamoDBStreamEvent>());
    await vi.waitFor(() => expect(stream.reads).toBe(2));
    const before = performance.now();
    await source.close();
    expect(performance.now() - before).toBeLessThan(500);
    expect(stream.listeners).toBe(0);
  });

  it('leaves a batch that keeps failing for the next start', async () => {
    const stream = new FakeStream('s1');
    stream.add('s1', ['a']);
    const fn = fakeFunction<DynamoDBStreamEvent>(() => failed);
    const { source, saved, sent } = start(stream, fn);
    await vi.waitFor(() => expect(fn.invocations.length).toBeGreaterThan(2));
    await source.close();
    expect(saved.has('s1')).toBe(false);
    expect(sent).toEqual([]);
    const again = fakeFunction<DynamoDBStreamEvent>();
    start(stream, again, {}, saved);
    await vi.waitFor(() => expect(batchesOf(again)).toEqual([['a']]));
  });
});
