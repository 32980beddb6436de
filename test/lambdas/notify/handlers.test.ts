import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toItem } from '../../../adapters/dynamodb/order-item.ts';
import { eventOf } from '../../../domain/order/events.ts';
import { task } from '../../fakes/a-task.ts';
import { anIssuer } from '../../fakes/an-issuer.ts';
import { queuedOrder } from '../../fakes/an-order.ts';
import { aContext } from '../a-context.ts';
import { setEnvironment } from '../an-environment.ts';
import { captureLogs } from '../captured-logs.ts';
import { authorizerEvent } from '../events/authorizer-event.ts';
import { says, socketEvent } from '../events/socket-event.ts';
import { sequenceNumber, streamEvent, written } from '../events/stream-event.ts';

const table = mockClient(DynamoDBDocumentClient);
const gateway = mockClient(ApiGatewayManagementApiClient);
const order = queuedOrder();
const inAnHour = Math.floor(Date.now() / 1000) + 3600;
const connection = { owner: 'print#shawn', connectionId: 'c1', connectedAt: 0, expiresAt: inAnHour };
const gone = new GoneException({ message: 'Gone', $metadata: {} });

beforeAll(() => setEnvironment());

beforeEach(() => {
  table.reset();
  gateway.reset();
  captureLogs();
  table.on(PutCommand).resolves({});
  table.on(DeleteCommand).resolves({});
  gateway.on(PostToConnectionCommand).resolves({});
  gateway.on(DeleteConnectionCommand).resolves({});
});

afterAll(() => {
  table.restore();
  gateway.restore();
});

const posted = () => gateway.commandCalls(PostToConnectionCommand).map(({ args }) => args[0].input);
const deleted = () => table.commandCalls(DeleteCommand).map(({ args }) => args[0].input);

describe('the publisher', () => {
  const publishUpdate = async () => {
    const { streamHandler } = await import('../../../lambdas/notify/stream-handler.ts');
    return streamHandler(task)(streamEvent([written(order)]), aContext());
  };

  it('asks once who is connected and posts the event to each', async () => {
    table.on(QueryCommand).resolves({ Items: [connection, { ...connection, connectionId: 'c2' }] });
    expect(await publishUpdate()).toEqual({ batchItemFailures: [] });
    const Data = JSON.stringify(eventOf(task, order));
    expect(posted()).toEqual([
      { ConnectionId: 'c1', Data },
      { ConnectionId: 'c2', Data },
    ]);
    expect(table.calls()).toHaveLength(1);
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'connections-table',
      ExpressionAttributeValues: { ':owner': 'print#shawn' },
      ConsistentRead: true,
    });
  });

  it('takes a connection that is gone off the books (fault 32)', async () => {
    table.on(QueryCommand).resolves({ Items: [connection] });
    gateway.on(PostToConnectionCommand).rejects(gone);
    expect(await publishUpdate()).toEqual({ batchItemFailures: [] });
    expect(deleted()).toEqual([
      { TableName: 'connections-table', Key: { owner: 'print#shawn', connectionId: 'c1' } },
    ]);
  });

  it('closes a connection whose token has expired, gone already or not (fault 39)', async () => {
    table.on(QueryCommand).resolves({ Items: [{ ...connection, expiresAt: 1 }] });
    gateway.on(DeleteConnectionCommand).rejects(gone);
    expect(await publishUpdate()).toEqual({ batchItemFailures: [] });
    expect(gateway.commandCalls(DeleteConnectionCommand)).toHaveLength(1);
    expect(posted()).toEqual([]);
    expect(deleted()).toHaveLength(1);
  });

  it('reports the record when a post fails otherwise (fault 33)', async () => {
    table.on(QueryCommand).resolves({ Items: [connection] });
    gateway.on(PostToConnectionCommand).rejects(new Error('LimitExceededException'));
    expect(await publishUpdate()).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceNumber(0) }] });
    expect(deleted()).toEqual([]);
  });
});

describe('the socket function', () => {
  const send = async (event: ReturnType<typeof socketEvent>) => {
    const { socketHandler } = await import('../../../lambdas/notify/socket-handler.ts');
    return socketHandler([task])(event, aContext());
  };

  it('keeps who connects, until the token ends, in the seconds that TTL wants', async () => {
    const tokenExpiresAt = Date.now() + 60_000;
    expect(
      await send(socketEvent({ eventType: 'CONNECT', connectionId: 'c1', tokenExpiresAt })),
    ).toMatchObject({
      statusCode: 200,
    });
    expect(table.commandCalls(PutCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'connections-table',
      Item: { owner: 'print#shawn', connectionId: 'c1', expiresAt: Math.floor(tokenExpiresAt / 1000) },
    });
  });

  it('forgets who disconnects', async () => {
    await send(socketEvent({ eventType: 'DISCONNECT', connectionId: 'c1' }));
    expect(deleted()).toEqual([
      { TableName: 'connections-table', Key: { owner: 'print#shawn', connectionId: 'c1' } },
    ]);
  });

  it('answers a sync with the open orders', async () => {
    table.on(QueryCommand).resolves({ Items: [{ orderId: order.id }] });
    table.on(BatchGetCommand).resolves({ Responses: { 'orders-table': [toItem(order, true)] } });
    await send(says({ action: 'sync' }, { connectionId: 'c1', tokenExpiresAt: Date.now() + 60_000 }));
    expect(posted()).toEqual([{ ConnectionId: 'c1', Data: JSON.stringify(eventOf(task, order)) }]);
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({ IndexName: 'openByOwner' });
  });
});

describe('the authorizer function', () => {
  it('verifies against the issuer, audience and origins of its environment', async () => {
    const issuer = await anIssuer();
    setEnvironment({
      ISSUER: issuer.url,
      AUDIENCE: 'print',
      ALLOWED_ORIGINS: 'https://a.example,https://b.example',
    });
    const { handler } = await import('../../../lambdas/notify/authorizer-handler.ts');
    const token = await issuer.token({ sub: 'shawn', aud: 'print' });
    const asked = authorizerEvent({
      'Sec-WebSocket-Protocol': `print.v1, bearer.${token}`,
      Origin: 'https://b.example',
    });
    expect(await handler(asked)).toMatchObject({
      principalId: 'shawn',
      policyDocument: { Statement: [{ Effect: 'Allow' }] },
    });
    await issuer.close();
  });
});
