import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient, SQSServiceException } from '@aws-sdk/client-sqs';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toItem } from '../../../adapters/dynamodb/order-item.ts';
import { task } from '../../fakes/a-task.ts';
import { queuedOrder } from '../../fakes/an-order.ts';
import { aContext } from '../a-context.ts';
import { setEnvironment } from '../an-environment.ts';
import { captureLogs } from '../captured-logs.ts';
import { type HttpRequest, httpEvent } from '../events/http-event.ts';
import { answerOf, postOf } from './an-order-api.ts';
import { expectProblem } from './expect-problem.ts';

const table = mockClient(DynamoDBDocumentClient);
const queue = mockClient(SQSClient);
const order = queuedOrder();
const path = `/orders/${order.id}`;
const keyed = postOf({ paper: 'matte' }, { 'idempotency-key': 'k1' });
const exists = new ConditionalCheckFailedException({
  message: 'The conditional request failed',
  $metadata: {},
});

const serviceUnavailable = {
  name: 'ServiceUnavailable',
  message: 'ServiceUnavailable at sqs.eu-central-1',
  $fault: 'server',
  $metadata: { httpStatusCode: 503 },
} as const;

let handler: ReturnType<typeof import('../../../lambdas/api/handler.ts').orderApiHandler>;

beforeAll(async () => {
  setEnvironment();
  const { orderApiHandler } = await import('../../../lambdas/api/handler.ts');
  handler = orderApiHandler(task);
});

beforeEach(() => {
  table.reset();
  queue.reset();
});

afterAll(() => {
  table.restore();
  queue.restore();
});

const ask = async (request: HttpRequest) => answerOf(await handler(httpEvent(request), aContext()));

describe('the api function', () => {
  it('writes one row under a condition, sends one message, and answers 202', async () => {
    table.on(PutCommand).resolves({});
    queue.on(SendMessageCommand).resolves({});
    const { status, body } = await ask(postOf({ paper: 'matte', name: 'Shawn' }));
    expect(status).toBe(202);
    expect(table.calls()).toHaveLength(1);
    expect(table.commandCalls(PutCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'orders-table',
      ConditionExpression: 'attribute_not_exists(orderId)',
      Item: { orderId: body.id, owner: 'shawn', status: 'queued', notify: true },
    });
    expect(queue.calls()).toHaveLength(1);
    expect(queue.commandCalls(SendMessageCommand)[0]?.args[0].input).toEqual({
      QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/messages',
      MessageBody: JSON.stringify({ v: 2, orderId: body.id, step: 1, requeues: 0 }),
      DelaySeconds: 0,
    });
  });

  it('answers 503 with a time to come again when the message cannot be sent; the same key repairs it (fault 15)', async () => {
    captureLogs();
    table.on(PutCommand).resolvesOnce({}).rejects(exists);
    queue.on(SendMessageCommand).rejectsOnce(new SQSServiceException(serviceUnavailable)).resolves({});
    const broken = expectProblem(await ask(keyed), 503);
    expect(broken.headers['retry-after']).toBe('1');
    expect(JSON.stringify(broken)).not.toMatch(/sqs|ServiceUnavailable/);
    const written = table.commandCalls(PutCommand)[0]?.args[0].input.Item;
    table.on(GetCommand).resolves({ Item: written ?? {} });
    const repaired = await ask(keyed);
    expect(repaired).toMatchObject({ status: 202, body: { id: written?.orderId } });
    expect(queue.commandCalls(SendMessageCommand)).toHaveLength(2);
  });

  it('reads an order consistently: decisions never rest on stale reads (fault 25)', async () => {
    table.on(GetCommand).resolves({ Item: toItem(order, true) });
    expect(await ask({ path })).toMatchObject({ status: 200, body: { id: order.id, status: 'queued' } });
    expect(table.commandCalls(GetCommand)[0]?.args[0].input).toEqual({
      TableName: 'orders-table',
      Key: { orderId: order.id },
      ConsistentRead: true,
    });
  });

  it("lists by the owner's index", async () => {
    table.on(QueryCommand).resolves({ Items: [{ orderId: order.id }] });
    table.on(BatchGetCommand).resolves({ Responses: { 'orders-table': [toItem(order, true)] } });
    expect(await ask({ path: '/orders' })).toMatchObject({
      status: 200,
      body: { items: [{ id: order.id }] },
    });
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      IndexName: 'byOwner',
      ExpressionAttributeValues: { ':owner': 'shawn' },
    });
  });

  it('cancels on the condition that nobody wrote in between', async () => {
    table.on(GetCommand).resolves({ Item: toItem(order, true) });
    table.on(PutCommand).resolves({});
    expect(await ask({ method: 'DELETE', path })).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    expect(table.commandCalls(PutCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: 'revision = :revision',
      ExpressionAttributeValues: { ':revision': order.revision },
    });
  });

  it('answers 503 when an order is written by others ten times over', async () => {
    captureLogs();
    table.on(GetCommand).resolves({ Item: toItem(order, true) });
    table.on(PutCommand).rejects(exists);
    expectProblem(await ask({ method: 'DELETE', path }), 503);
    expect(table.commandCalls(PutCommand)).toHaveLength(10);
  });
});
