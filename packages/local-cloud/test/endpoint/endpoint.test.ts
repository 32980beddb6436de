import { GetConnectionCommand, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import {
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Intercept } from '../../src/endpoint/endpoint-wiring.ts';
import { ServiceError } from '../../src/endpoint/service-error.ts';
import { startEndpoint } from '../../src/endpoint/start-endpoint.ts';
import { type Clients, type DataPlane, startDataPlane } from './data-plane.ts';

const table = 'App-Orders';
const item = { orderId: { S: '1' }, owner: { S: 'shawn' } };
const through: Intercept = (_, forward) => forward();

let plane: DataPlane;
let writer: Clients;
let queueUrl: string;
let intercept = through;
const posts: [string, string][] = [];

beforeAll(async () => {
  plane = await startDataPlane({
    template,
    intercept: (call, forward) => intercept(call, forward),
    connections: {
      post(id, data) {
        posts.push([id, data.toString()]);
        return Promise.resolve(id === 'gone=' ? 'gone' : data.length > 10 ? 'too-large' : 'sent');
      },
      get: (id) =>
        id === 'gone=' ? 'gone' : { connectedAt: 0, lastActiveAt: 1000, identity: { sourceIp: '127.0.0.1' } },
      delete: () => 'deleted',
    },
  });
  writer = plane.clientsOf('Writer');
  queueUrl = String(plane.outputs.JobsUrl);
});

beforeEach(() => {
  intercept = through;
  plane.denials.length = 0;
});

afterAll(() => plane.close());

describe('who calls', () => {
  it.each(['dynamodb', 'sqs', 'webSocket'] as const)(
    'refuses a key that it does not know (%s)',
    async (service) => {
      const stranger = plane.clientsOf('AKIDSTRANGER');
      const calls = {
        dynamodb: () =>
          stranger.dynamodb.send(new GetItemCommand({ TableName: table, Key: { orderId: item.orderId } })),
        sqs: () => stranger.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'x' })),
        webSocket: () =>
          stranger.webSocket.send(new PostToConnectionCommand({ ConnectionId: 'a=', Data: 'x' })),
      };
      const name = service === 'sqs' ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
      await expect(calls[service]()).rejects.toMatchObject({
        name,
        message: expect.stringContaining('security token'),
      });
    },
  );

  it('refuses a call without a signature', async () => {
    const headers = {
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      'content-type': 'application/x-amz-json-1.0',
    };
    const reply = await fetch(plane.context.endpointUrl, { method: 'POST', headers, body: '{}' });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain('MissingAuthenticationTokenException');
  });

  it('lets root do everything', async () => {
    const { dynamodb } = plane.clientsOf('root');
    await dynamodb.send(new PutItemCommand({ TableName: 'App-Private', Item: item }));
    expect(plane.denials).toEqual([]);
  });
});

describe('may it', () => {
  it('lets a role do what its policies allow, and not more', async () => {
    await writer.dynamodb.send(new PutItemCommand({ TableName: table, Item: item }));
    const reading = writer.dynamodb.send(
      new GetItemCommand({ TableName: table, Key: { orderId: item.orderId } }),
    );
    await expect(reading).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::000000000000:assumed-role/App-Writer/fn is not authorized to perform: dynamodb:GetItem ' +
        'on resource: arn:aws:dynamodb:us-east-1:000000000000:table/App-Orders because no identity-based policy ' +
        'allows the dynamodb:GetItem action',
    });
    expect(plane.denials).toMatchObject([{ action: 'dynamodb:GetItem', caller: { name: 'fn' } }]);
  });

  it('asks for every table of a batch', async () => {
    const requests = [{ PutRequest: { Item: item } }];
    const batch = new BatchWriteItemCommand({
      RequestItems: { [table]: requests, 'App-Private': requests },
    });
    await expect(writer.dynamodb.send(batch)).rejects.toThrow(/table\/App-Private/);
  });

  it('tells an index from its table', async () => {
    const query = { TableName: table, KeyConditionExpression: '#o = :o' };
    const names = {
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: 'shawn' } },
    };
    const { Items } = await writer.dynamodb.send(
      new QueryCommand({ ...query, ...names, IndexName: 'byOwner' }),
    );
    expect(Items).toEqual([item]);
    await expect(writer.dynamodb.send(new QueryCommand({ ...query, ...names }))).rejects.toThrow(
      /not authorized/,
    );
  });

  it('counts a batch of messages as sending, and says so in the small letters of SQS', async () => {
    const Entries = [{ Id: 'a', MessageBody: 'x' }];
    const { Successful } = await writer.sqs.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }),
    );
    expect(Successful).toHaveLength(1);
    const receiving = writer.sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
    await expect(receiving).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        'to perform: sqs:receivemessage on resource: arn:aws:sqs:us-east-1:000000000000:App-Jobs',
      ),
    });
  });

  it('asks for the streams permission', async () => {
    const listing = writer.streams.send(new ListStreamsCommand({}));
    await expect(listing).rejects.toThrow(/dynamodb:ListStreams/);
  });

  it('asks for the connections of that very API and stage', async () => {
    await writer.webSocket.send(new PostToConnectionCommand({ ConnectionId: 'a=', Data: 'hi' }));
    const others = plane.clientsOf('OtherStage').webSocket;
    const posting = others.send(new PostToConnectionCommand({ ConnectionId: 'a=', Data: 'hi' }));
    await expect(posting).rejects.toThrow(
      /execute-api:ManageConnections on resource: .*live0api\/live\/POST\/@connections/,
    );
  });
});

describe('forwarding', () => {
  it('posts to a connection as it was sent', async () => {
    posts.length = 0;
    await writer.webSocket.send(
      new PostToConnectionCommand({ ConnectionId: 'L0SM9cOFvHcCIhw=', Data: 'ready ☕' }),
    );
    expect(posts).toEqual([['L0SM9cOFvHcCIhw=', 'ready ☕']]);
  });

  it('says that a connection is gone, or that a message is too large', async () => {
    const post = (ConnectionId: string, Data: string) =>
      writer.webSocket.send(new PostToConnectionCommand({ ConnectionId, Data }));
    await expect(post('gone=', 'x')).rejects.toMatchObject({
      name: 'GoneException',
      $metadata: { httpStatusCode: 410 },
    });
    await expect(post('a=', 'x'.repeat(11))).rejects.toMatchObject({ name: 'PayloadTooLargeException' });
  });

  it('tells since when a connection is open', async () => {
    const { ConnectedAt, Identity } = await writer.webSocket.send(
      new GetConnectionCommand({ ConnectionId: 'a=' }),
    );
    expect([ConnectedAt?.getTime(), Identity?.SourceIp]).toEqual([0, '127.0.0.1']);
  });

  it('gives queue URLs that lead back here', async () => {
    const { QueueUrl } = await plane
      .clientsOf('root')
      .sqs.send(new GetQueueUrlCommand({ QueueName: 'App-Jobs' }));
    expect(QueueUrl).toBe(queueUrl);
    expect(QueueUrl).toBe(`${plane.context.endpointUrl}/000000000000/App-Jobs`);
  });

  it('names an operation that it does not have', async () => {
    const Put = { TableName: table, Item: item };
    const transaction = writer.dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
    await expect(transaction).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: /TransactWriteItems/,
    });
  });

  it('names a service that it does not have, to the caller and on the terminal', async () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=Writer/20260101/us-east-1/kinesis/aws4_request, Signature=x';
    const put = { method: 'PUT', headers: { authorization }, body: 'page' };
    const reply = await fetch(`${plane.context.endpointUrl}/labels/page.pdf`, put);
    const message = 'fn called kinesis, which the local cloud does not have';
    expect([reply.status, await reply.json()]).toEqual([404, { message }]);
    expect(plane.unserved).toEqual([message]);
  });

  it('answers nonsense without falling over', async () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=root/20260101/us-east-1/dynamodb/aws4_request, Signature=x';
    const headers = { authorization, 'x-amz-target': 'DynamoDB_20120810.PutItem' };
    const post = async (body: string) =>
      (await fetch(plane.context.endpointUrl, { method: 'POST', headers, body })).status;
    expect(await Promise.all(['', '[]', '{', 'null', '{}', '{"RequestItems":7}'].map(post))).toEqual(
      Array(6).fill(400),
    );
    expect((await fetch(`${plane.context.endpointUrl}/elsewhere`)).status).toBe(404);
  });
});

describe('intercepting', () => {
  const write = () => writer.dynamodb.send(new PutItemCommand({ TableName: table, Item: item }));

  it('shows the call and may answer with an error of the service', async () => {
    intercept = ({ caller, service, action, resource, body }) => {
      expect([caller.name, service, action, body.TableName]).toEqual(['fn', 'dynamodb', 'PutItem', table]);
      expect(resource).toBe(`arn:aws:dynamodb:us-east-1:000000000000:table/${table}`);
      throw new ServiceError('ProvisionedThroughputExceededException', 'slow down');
    };
    await expect(write()).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  });

  it('may let a call take effect and lose the answer', async () => {
    intercept = async (_, forward) => {
      await forward();
      return 'drop';
    };
    const send = writer.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'lost answer' }));
    await expect(send).rejects.toThrow();
    intercept = through;
    const { sqs } = plane.clientsOf('root');
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    expect(Messages?.map(({ Body }) => Body)).toContain('lost answer');
  });

  it('is not asked about calls that IAM refuses', async () => {
    intercept = () => {
      throw new Error('asked');
    };
    const { dynamodb } = plane.clientsOf('OtherStage');
    await expect(dynamodb.send(new PutItemCommand({ TableName: table, Item: item }))).rejects.toThrow(
      /not authorized/,
    );
  });
});

it('is unavailable until it is wired', async () => {
  const endpoint = await startEndpoint();
  expect((await fetch(endpoint.url, { method: 'POST' })).status).toBe(503);
  await endpoint.close();
});

const assumedByLambda = {
  Version: '2012-10-17',
  Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
};

function role(...Statement: object[]) {
  const Policies = [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }];
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: assumedByLambda, Policies } };
}

function tableOf(extra: object) {
  return {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'orderId', AttributeType: 'S' }],
      ...extra,
    },
  };
}

const connectionsOf = (stage: string) => ({
  Effect: 'Allow',
  Action: 'execute-api:ManageConnections',
  Resource: `arn:aws:execute-api:us-east-1:000000000000:live0api/${stage}/*/@connections/*`,
});

const template = {
  Resources: {
    Orders: tableOf({
      AttributeDefinitions: ['orderId', 'owner'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byOwner',
          KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
    Private: tableOf({}),
    Jobs: { Type: 'AWS::SQS::Queue' },
    Writer: role(
      {
        Effect: 'Allow',
        Action: ['dynamodb:PutItem', 'dynamodb:BatchWriteItem'],
        Resource: { 'Fn::GetAtt': ['Orders', 'Arn'] },
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:Query',
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Orders', 'Arn'] }, '/index/*']] },
      },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': 'Jobs.Arn' } },
      connectionsOf('live'),
    ),
    OtherStage: role(connectionsOf('other')),
  },
  Outputs: { JobsUrl: { Value: { Ref: 'Jobs' } } },
};
