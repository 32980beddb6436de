import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openShards, toItem } from '../../../adapters/dynamodb/order-item.ts';
import { orderAtStep, queuedOrder } from '../../fakes/an-order.ts';
import { aContext } from '../a-context.ts';
import { setEnvironment } from '../an-environment.ts';
import { captureLogs } from '../captured-logs.ts';
import { sqsEvent } from '../events/sqs-event.ts';

const table = mockClient(DynamoDBDocumentClient);
const queue = mockClient(SQSClient);
const order = queuedOrder();
const steps = { packing: () => Promise.resolve({ done: { code: 'A2B3', label: 'MATTE' } }) };
const message = { v: 2, orderId: order.id, step: 1, requeues: 0 };
const none = { batchItemFailures: [] };
const queueUrl = 'https://sqs.eu-central-1.amazonaws.com/123456789012/messages';

beforeAll(() => setEnvironment());

beforeEach(() => {
  table.reset();
  queue.reset();
  captureLogs();
  queue.on(SendMessageCommand).resolves({});
  queue.on(ChangeMessageVisibilityCommand).resolves({});
});

afterAll(() => {
  table.restore();
  queue.restore();
});

const puts = () => table.commandCalls(PutCommand).map(({ args }) => args[0].input);
const sends = () => queue.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);

describe('the brew function', () => {
  const work = async (...bodies: unknown[]) => {
    const { stepWorkerHandler } = await import('../../../lambdas/brew/handler.ts');
    return stepWorkerHandler(steps)(sqsEvent(bodies), aContext());
  };

  it('makes one write under a condition and one send for a step', async () => {
    table.on(GetCommand).resolves({ Item: toItem(order, true) });
    table.on(PutCommand).resolves({});
    expect(await work(message)).toEqual(none);
    expect(puts()).toMatchObject([
      {
        TableName: 'orders-table',
        Item: { orderId: order.id, status: 'developing', version: 2, notify: true },
        ConditionExpression: 'revision = :revision',
        ExpressionAttributeValues: { ':revision': 1 },
      },
    ]);
    expect(sends()).toEqual([
      {
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify({ ...message, step: 2 }),
        DelaySeconds: expect.any(Number),
      },
    ]);
  });

  it('does the work of the task', async () => {
    table.on(GetCommand).resolves({ Item: toItem(orderAtStep(3), true) });
    table.on(PutCommand).resolves({});
    expect(await work({ ...message, step: 3 })).toEqual(none);
    const { status, results } = puts().at(-1)?.Item ?? {};
    expect(status).toBe('ready');
    expect(JSON.parse(results)).toMatchObject({
      packing: { code: expect.stringMatching(/^\w{4}$/) },
    });
  });

  it('decides anew when its write came too late, and overwrites nothing (fault 23)', async () => {
    const conflict = new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: {},
    });
    table
      .on(GetCommand)
      .resolvesOnce({ Item: toItem(order, true) })
      .resolves({ Item: toItem(orderAtStep(1), true) });
    table.on(PutCommand).rejects(conflict);
    expect(await work(message)).toEqual(none);
    expect(puts()).toHaveLength(1);
    expect(sends()).toHaveLength(1);
  });

  it('hands a message that it cannot work back to the queue, for a time (fault 24)', async () => {
    table.on(GetCommand).rejects(new Error('ThrottlingException'));
    const event = sqsEvent([message]);
    expect(await work(message)).toEqual({
      batchItemFailures: [{ itemIdentifier: event.Records[0]?.messageId }],
    });
    expect(queue.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input).toEqual({
      QueueUrl: queueUrl,
      ReceiptHandle: event.Records[0]?.receiptHandle,
      VisibilityTimeout: expect.any(Number),
    });
  });
});

describe('the dead letter function', () => {
  it('fails the order and keeps the message with the reason', async () => {
    table.on(GetCommand).resolves({ Item: toItem(order, true) });
    table.on(PutCommand).resolves({});
    const { handler } = await import('../../../lambdas/brew/dead-letters-handler.ts');
    expect(await handler(sqsEvent([message]), aContext())).toEqual(none);
    expect(puts()).toMatchObject([{ Item: { status: 'failed', version: 2 } }]);
    expect(sends()).toEqual([
      {
        QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/parked-messages',
        MessageBody: JSON.stringify(message),
        MessageAttributes: {
          reason: { DataType: 'String', StringValue: `order ${order.id} is failed: no error was recorded` },
        },
      },
    ]);
  });
});

describe('the sweeper function', () => {
  it('asks every shard of the index and sends the messages of what is overdue', async () => {
    const { id: orderId, deadline } = order;
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: [{ orderId, deadline }] })
      .resolves({ Items: [] });
    table.on(GetCommand).resolves({ Item: toItem({ ...order, deadline: 1 }, true) });
    table.on(PutCommand).resolves({});
    const { handler } = await import('../../../lambdas/brew/sweeper-handler.ts');
    await handler({}, aContext());
    const asked = table.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(asked.map((query) => query.ExpressionAttributeValues?.[':shard'])).toEqual(
      Array.from({ length: openShards }, (_, shard) => String(shard)),
    );
    expect(asked[0]).toMatchObject({ TableName: 'orders-table', IndexName: 'openByDeadline' });
    expect(puts()).toMatchObject([{ Item: { sweeps: 1, version: 1, notify: false } }]);
    expect(sends()).toMatchObject([{ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }]);
  });
});
