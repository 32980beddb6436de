import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { type DataPlane, startDataPlane } from '../endpoint/data-plane.ts';

const planes: DataPlane[] = [];

afterEach(async () => {
  await Promise.all(planes.splice(0).map((plane) => plane.close()));
});

describe('the queues of the template', () => {
  it('have the attributes of the template, a dead-letter queue among them', async () => {
    const { sqs, jobs } = await open();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: jobs, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:App-Jobs',
      VisibilityTimeout: '1',
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:App-Dead',
        maxReceiveCount: 1,
      }),
    });
  });

  it('move a message that was received too often to the dead-letter queue', async () => {
    const { sqs, jobs, dead } = await open();
    await send(sqs, jobs, 'poison');
    const [message] = await receive(sqs, jobs);
    await show(sqs, jobs, message?.ReceiptHandle);
    expect(await receive(sqs, jobs)).toEqual([]);
    expect((await receive(sqs, dead)).map(({ Body }) => Body)).toEqual(['poison']);
  });
});

describe('long polling', () => {
  it('hands over a new message at once', async () => {
    const { sqs, jobs } = await open();
    const waiting = receive(sqs, jobs, 5).then((messages) => ({ messages, at: performance.now() }));
    await settle(sqs, jobs);
    const sentAt = performance.now();
    await send(sqs, jobs, 'now');
    const { messages, at } = await waiting;
    expect(messages.map(({ Body }) => Body)).toEqual(['now']);
    expect(at - sentAt).toBeLessThan(100);
  });

  it('hands over a delayed message, and one whose visibility timeout is over, when it is due', async () => {
    const { sqs, jobs } = await open({ maxReceiveCount: 3 });
    const sentAt = Date.now();
    await send(sqs, jobs, 'later', 1);
    const [delayed] = await receive(sqs, jobs, 5);
    const receivedAt = Date.now();
    expect(delayed?.Body).toBe('later');
    expect(receivedAt - sentAt).toBeGreaterThanOrEqual(1000);
    expect(receivedAt - sentAt).toBeLessThan(1150);
    expect((await receive(sqs, jobs, 5))[0]?.MessageId).toBe(delayed?.MessageId);
    expect(Date.now() - receivedAt).toBeLessThan(1150);
  });

  it('leaves the other pollers waiting when one gets the message', async () => {
    const { sqs, jobs } = await open();
    const polls = [1, 2, 3].map(() => receive(sqs, jobs, 3));
    await settle(sqs, jobs);
    await send(sqs, jobs, 'first');
    await Promise.race(polls);
    await send(sqs, jobs, 'second');
    await send(sqs, jobs, 'third');
    const bodies = (await Promise.all(polls)).flat().map(({ Body }) => Body);
    expect(bodies.toSorted()).toEqual(['first', 'second', 'third']);
  });

  it('gives no message to a poller that has gone', async () => {
    const { sqs, jobs } = await open();
    const leaving = new AbortController();
    const abandoned = sqs.send(new ReceiveMessageCommand({ QueueUrl: jobs, WaitTimeSeconds: 5 }), {
      abortSignal: leaving.signal,
    });
    await settle(sqs, jobs);
    leaving.abort();
    await expect(abandoned).rejects.toThrow();
    await settle(sqs, jobs);
    await send(sqs, jobs, 'for the other');
    expect((await receive(sqs, jobs, 1)).map(({ Body }) => Body)).toEqual(['for the other']);
  });
});

describe('the X-Ray header of a call', () => {
  it('travels with the message as AWSTraceHeader', async () => {
    const { sqs, jobs } = await open();
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=1:abcd1234:0';
    const command = new SendMessageCommand({ QueueUrl: jobs, MessageBody: 'traced' });
    command.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, { 'x-amzn-trace-id': trace });
        return next(args);
      },
      { step: 'build' },
    );
    await sqs.send(command);
    const [message] = await receive(sqs, jobs);
    expect(message?.Attributes).toMatchObject({ AWSTraceHeader: trace, ApproximateReceiveCount: '1' });
  });
});

describe('a data directory', () => {
  it('keeps queues, waiting messages and those in flight, whatever port the next start gets', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'queues-'));
    const first = await open({ dataDir });
    await send(first.sqs, first.jobs, 'in flight');
    await receive(first.sqs, first.jobs);
    await send(first.sqs, first.jobs, 'waiting');
    await planes.pop()?.close();

    const second = await open({ dataDir, maxReceiveCount: 3 });
    const [waiting] = await receive(second.sqs, second.jobs);
    await second.sqs.send(
      new DeleteMessageCommand({ QueueUrl: second.jobs, ReceiptHandle: waiting?.ReceiptHandle }),
    );
    const [returned] = await receive(second.sqs, second.jobs, 3);
    expect([waiting?.Body, returned?.Body]).toEqual(['waiting', 'in flight']);
    expect(returned?.Attributes?.ApproximateReceiveCount).toBe('2');
    await rm(dataDir, { recursive: true });
  });

  it('keeps a message that is shown again before its time, and how often it was received', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'queues-'));
    for (const times of ['1', '2', '3']) {
      const { sqs, jobs } = await open({ dataDir, maxReceiveCount: 9 });
      if (times === '1') await send(sqs, jobs, 'shown again');
      const [message] = await receive(sqs, jobs);
      expect(message?.Attributes?.ApproximateReceiveCount).toBe(times);
      await show(sqs, jobs, message?.ReceiptHandle);
      await planes.pop()?.close();
    }
    await rm(dataDir, { recursive: true });
  });
});

describe('a FIFO queue', () => {
  const ordered = (Properties: object = {}) => ({
    Resources: {
      Orders: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          FifoQueue: true,
          ContentBasedDeduplication: true,
          VisibilityTimeout: 30,
          ...Properties,
        },
      },
    },
    Outputs: { Orders: { Value: { Ref: 'Orders' } } },
  });
  const say = (sqs: SQSClient, QueueUrl: string, MessageGroupId: string, MessageBody: string) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId }));
  const bodies = async (sqs: SQSClient, QueueUrl: string) => {
    const request = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    return (await sqs.send(request)).Messages?.map(({ Body }) => Body) ?? [];
  };
  const start = async (options: { dataDir?: string; template?: object } = {}) => {
    const plane = await startDataPlane({ template: ordered(), ...options } as never);
    planes.push(plane);
    return { plane, sqs: plane.clientsOf('root').sqs, url: String(plane.outputs.Orders) };
  };

  it('gives the messages of a group in order, the next one when those before are deleted; groups do not wait', async () => {
    const { sqs, url } = await start();
    expect(url).toMatch(/\/App-Orders\.fifo$/);
    await say(sqs, url, 'a', 'a1');
    const [first] = await receive(sqs, url);
    await say(sqs, url, 'a', 'a2');
    await say(sqs, url, 'b', 'b1');
    expect(await bodies(sqs, url)).toEqual(['b1']);
    expect(first?.Attributes).toMatchObject({ MessageGroupId: 'a', SequenceNumber: expect.any(String) });
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));
    expect(await bodies(sqs, url)).toEqual(['a2']);
  });

  it('takes a message once that is sent twice, and none without a group', async () => {
    const { sqs, url } = await start();
    const [one, other] = [await say(sqs, url, 'a', 'once'), await say(sqs, url, 'a', 'once')];
    expect(other.MessageId).toBe(one.MessageId);
    expect(await bodies(sqs, url)).toEqual(['once']);
    await expect(send(sqs, url, 'alone')).rejects.toThrow('MessageGroupId');
  });

  it('is a FIFO queue again after a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'fifo-'));
    const before = await start({ dataDir });
    await say(before.sqs, before.url, 'a', 'a1');
    await say(before.sqs, before.url, 'a', 'a2');
    await planes.pop()?.close();
    const { sqs, url } = await start({ dataDir });
    expect(await bodies(sqs, url)).toEqual(['a1']);
    expect(await bodies(sqs, url)).toEqual([]);
    await planes.pop()?.close();
    await rm(dataDir, { recursive: true });
  });

  it.each([{ QueueName: 'orders' }, { FifoQueue: undefined, QueueName: 'orders.fifo' }])(
    'is called as one: %j is refused',
    async (properties) => {
      await expect(start({ template: ordered(properties) })).rejects.toThrow(
        /^Orders\.QueueName: SQS refuses orders/,
      );
    },
  );
});

async function open({
  maxReceiveCount = 1,
  ...options
}: {
  maxReceiveCount?: number;
  dataDir?: string;
} = {}) {
  const plane = await startDataPlane({ template: template(maxReceiveCount), ...options });
  planes.push(plane);
  const { sqs } = plane.clientsOf('root');
  return { sqs, jobs: String(plane.outputs.Jobs), dead: String(plane.outputs.Dead) };
}

function send(sqs: SQSClient, QueueUrl: string, MessageBody: string, DelaySeconds?: number) {
  return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
}

async function receive(sqs: SQSClient, QueueUrl: string, WaitTimeSeconds = 0) {
  const request = { QueueUrl, WaitTimeSeconds, MessageSystemAttributeNames: ['All' as const] };
  return (await sqs.send(new ReceiveMessageCommand(request))).Messages ?? [];
}

function show(sqs: SQSClient, QueueUrl: string, ReceiptHandle: string | undefined) {
  return sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
}

/** Later calls on the same endpoint have been answered, so that what came before has arrived. */
async function settle(sqs: SQSClient, QueueUrl: string): Promise<void> {
  for (let call = 0; call < 3; call += 1) await sqs.send(new GetQueueAttributesCommand({ QueueUrl }));
}

function template(maxReceiveCount: number) {
  const RedrivePolicy = { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount };
  return {
    Resources: {
      Dead: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1209600 } },
      Jobs: {
        Type: 'AWS::SQS::Queue',
        Properties: { VisibilityTimeout: 1, RedrivePolicy, SqsManagedSseEnabled: true },
      },
    },
    Outputs: { Jobs: { Value: { Ref: 'Jobs' } }, Dead: { Value: { Ref: 'Dead' } } },
  };
}
