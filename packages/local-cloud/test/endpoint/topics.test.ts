import {
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
} from '@aws-sdk/client-sns';
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DataPlane, startDataPlane } from './data-plane.ts';

const arnOf = (service: string, name: string) => `arn:aws:${service}:us-east-1:000000000000:${name}`;
const topic = arnOf('sns', 'App-News');
const fn = arnOf('lambda', 'function:App-Reader');

const trust = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const queues = ['All', 'Raw', 'Sport', 'Large', 'Dead', 'Shut'];
const subscribe = (protocol: string, Endpoint: unknown, more: object = {}) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: { Ref: 'News' }, Protocol: protocol, Endpoint, ...more },
});
const toQueue = (name: string, more: object = {}) => subscribe('sqs', { 'Fn::GetAtt': [name, 'Arn'] }, more);
const toDead = { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } };

const template = {
  Resources: {
    ...Object.fromEntries(queues.map((name) => [name, { Type: 'AWS::SQS::Queue' }])),
    News: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        DisplayName: 'News',
        Subscription: [{ Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': ['All', 'Arn'] } }],
      },
    },
    // As the CDK writes it, with the topic as the source; that of Shut is another topic's.
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: queues.filter((name) => name !== 'Shut').map((Ref) => ({ Ref })),
        PolicyDocument: { Version: '2012-10-17', Statement: [sendFrom({ Ref: 'News' })] },
      },
    },
    ShutPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Shut' }],
        PolicyDocument: { Version: '2012-10-17', Statement: [sendFrom(`${topic}2`)] },
      },
    },
    RawNews: toQueue('Raw', { RawMessageDelivery: true }),
    SportNews: toQueue('Sport', {
      FilterPolicy: { kind: ['sport', { prefix: 'sport.' }], price: [{ numeric: ['<', 10] }] },
    }),
    LargeNews: toQueue('Large', {
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: { order: { items: { size: [{ 'anything-but': { suffix: 'mall' } }] } } },
    }),
    ShutNews: toQueue('Shut', toDead),
    FunctionNews: subscribe('lambda', fn, { FilterPolicy: { to: ['function'] } }),
    StrangeFunctionNews: subscribe('lambda', `${fn}2`, { FilterPolicy: { to: ['nobody'] } }),
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: fn,
        Principal: 'sns.amazonaws.com',
        SourceArn: { Ref: 'News' },
      },
    },
    Ordered: { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true, ContentBasedDeduplication: true } },
    InOrder: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
    OrderedNews: toQueue('InOrder', { TopicArn: { Ref: 'Ordered' }, RawMessageDelivery: true }),
    InOrderPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'InOrder' }],
        PolicyDocument: { Version: '2012-10-17', Statement: [sendFrom({ Ref: 'Ordered' })] },
      },
    },
    Editor: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trust,
        Policies: [
          {
            PolicyName: 'own',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'News' } }],
            },
          },
        ],
      },
    },
    Reader: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
    Guest: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
    TopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'News' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: { 'Fn::GetAtt': ['Guest', 'Arn'] } },
              Action: 'sns:Publish',
              Resource: { Ref: 'News' },
            },
          ],
        },
      },
    },
  },
  Outputs: {
    Name: { Value: { 'Fn::GetAtt': ['News', 'TopicName'] } },
    Arn: { Value: { 'Fn::GetAtt': ['News', 'TopicArn'] } },
    Ordered: { Value: { Ref: 'Ordered' } },
    Subscription: { Value: { Ref: 'RawNews' } },
  },
};

function sendFrom(source: unknown) {
  return {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: '*',
    Condition: { ArnEquals: { 'aws:SourceArn': source } },
  };
}

let plane: DataPlane;
beforeAll(async () => {
  plane = await startDataPlane({ template });
});
afterAll(() => plane.close());
afterEach(async () => {
  plane.sent.length = 0;
  plane.notices.length = 0;
  await Promise.all(queues.map(received));
});

const root = () => plane.clientsOf('root');
const publish = (input: Partial<PublishCommandInput>, key = 'root') =>
  plane.clientsOf(key).sns.send(new PublishCommand({ TopicArn: topic, Message: 'hello', ...input }));

/** With parameters that no client sends. */
async function publishWith(params: Record<string, string>, key: string): Promise<number> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/sns/aws4_request, Signature=0`;
  const body = new URLSearchParams({ Action: 'Publish', Message: 'hello', ...params });
  const answer = await fetch(plane.context.endpointUrl, { method: 'POST', headers: { authorization }, body });
  return answer.status;
}

/** All that is there. */
async function received(name: string) {
  const QueueUrl = `${plane.context.endpointUrl}/000000000000/App-${name}`;
  const all = [];
  for (;;) {
    const { Messages = [] } = await root().sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return all;
    all.push(...Messages);
    const Entries = Messages.map(({ MessageId: Id, ReceiptHandle }) => ({ Id, ReceiptHandle }));
    await root().sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}
const bodies = async (name: string) => (await received(name)).map(({ Body }) => Body);

describe('a topic of the template', () => {
  it('has the name and ARN that the template gives it, and is listed with its subscriptions', async () => {
    const { Name, Arn, Ordered } = plane.outputs;
    expect({ Name, Arn, Ordered }).toEqual({
      Name: 'App-News',
      Arn: topic,
      Ordered: arnOf('sns', 'App-Ordered.fifo'),
    });
    const { Topics = [] } = await root().sns.send(new ListTopicsCommand());
    expect(Topics.map(({ TopicArn }) => TopicArn)).toEqual([topic, arnOf('sns', 'App-Ordered.fifo')]);
    const { Subscriptions = [] } = await root().sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: topic }),
    );
    expect(Subscriptions).toHaveLength(7);
    expect(
      Subscriptions.find(({ SubscriptionArn }) => SubscriptionArn === plane.outputs.Subscription),
    ).toMatchObject({
      Protocol: 'sqs',
      Endpoint: arnOf('sqs', 'App-Raw'),
    });
  });

  it('wraps messages for queues, unless they are to come raw', async () => {
    const { MessageId } = await publish({
      Subject: 'Greeting',
      MessageAttributes: {
        mood: { DataType: 'String', StringValue: 'good' },
        bytes: { DataType: 'Binary', BinaryValue: Buffer.from('☕') },
      },
    });
    const [wrapped] = await bodies('All');
    expect(JSON.parse(String(wrapped))).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn: topic,
      Subject: 'Greeting',
      Message: 'hello',
      Timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      SignatureVersion: '1',
      Signature: expect.any(String),
      SigningCertURL: expect.stringMatching(/^https:\/\/sns\.us-east-1\./),
      UnsubscribeURL: expect.stringContaining(topic),
      MessageAttributes: {
        mood: { Type: 'String', Value: 'good' },
        bytes: { Type: 'Binary', Value: Buffer.from('☕').toString('base64') },
      },
    });
    const [raw] = await received('Raw');
    expect(raw?.Body).toBe('hello');
    expect(raw?.MessageAttributes?.mood?.StringValue).toBe('good');
    expect(Buffer.from(raw?.MessageAttributes?.bytes?.BinaryValue ?? []).toString()).toBe('☕');
  });

  it('sends functions the event that Lambda documents, with the trace of the call', async () => {
    const { MessageId } = await publish({
      MessageAttributes: { to: { DataType: 'String', StringValue: 'function' } },
    });
    expect(plane.sent).toEqual([
      {
        fn,
        trace: undefined,
        event: {
          Records: [
            {
              EventSource: 'aws:sns',
              EventVersion: '1.0',
              EventSubscriptionArn: expect.stringContaining(`${topic}:`),
              Sns: {
                Type: 'Notification',
                MessageId,
                TopicArn: topic,
                Subject: null,
                Message: 'hello',
                Timestamp: expect.any(String),
                SignatureVersion: '1',
                Signature: expect.any(String),
                SigningCertUrl: expect.any(String),
                UnsubscribeUrl: expect.any(String),
                MessageAttributes: { to: { Type: 'String', Value: 'function' } },
              },
            },
          ],
        },
      },
    ]);
  });

  it('takes messages of their own for protocols, and nothing that has no default', async () => {
    await publish({
      MessageStructure: 'json',
      Message: JSON.stringify({ default: 'for all', sqs: 'for queues' }),
    });
    expect(await bodies('Raw')).toEqual(['for queues']);
    await expect(publish({ MessageStructure: 'json', Message: '{"sqs":"x"}' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Message Structure - No default entry in JSON message body',
    });
    expect(await bodies('Raw')).toEqual([]);
  });

  it('takes batches, of which each entry stands for itself', async () => {
    const { Successful = [], Failed = [] } = await root().sns.send(
      new PublishBatchCommand({
        TopicArn: topic,
        PublishBatchRequestEntries: [
          { Id: 'a', Message: 'first' },
          { Id: 'b', Message: 'x'.repeat(300_000) },
          { Id: 'c', Message: 'third' },
        ],
      }),
    );
    expect([Successful.map(({ Id }) => Id), Failed.map(({ Id }) => Id)]).toEqual([['a', 'c'], ['b']]);
    const all = (await bodies('All')).map((body) => JSON.parse(String(body)));
    expect(new Map(all.map(({ Message, MessageId }) => [Message, MessageId]))).toEqual(
      new Map(['first', 'third'].map((text, n) => [text, Successful[n]?.MessageId])),
    );
  });
});

describe('a filter policy', () => {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const number = (StringValue: string) => ({ DataType: 'Number', StringValue });

  it.each([
    ['what fits all of its keys', { kind: text('sport.tennis'), price: number('9.5') }, 1],
    [
      'a list of which one fits',
      { kind: { DataType: 'String.Array', StringValue: '["art","sport"]' }, price: number('1') },
      1,
    ],
    ['another value', { kind: text('sports'), price: number('9.5') }, 0],
    ['a number in text', { kind: text('sport'), price: text('9.5') }, 0],
    ['no attributes', {}, 0],
  ])('of attributes, given %s', async (_, MessageAttributes, count) => {
    await publish({ MessageAttributes });
    expect(await received('Sport')).toHaveLength(count);
  });

  it.each([
    ['{"order":{"items":[{"size":"small"},{"size":"large"}]}}', 1],
    ['{"order":{"items":[{"size":"small"}]}}', 0],
    ['{"order":{}}', 0],
    ['no JSON', 0],
  ])('of the body, given %s', async (Message, count) => {
    await publish({ Message });
    expect(await received('Large')).toHaveLength(count);
  });
});

describe('who may publish', () => {
  it('is who has a policy for it, or is named by the policy of the topic', async () => {
    await publish({}, 'Editor');
    await publish({}, 'Guest');
    expect(await received('All')).toHaveLength(2);
    await expect(publish({}, 'Reader')).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message: `User: arn:aws:sts::000000000000:assumed-role/App-Reader/fn is not authorized to perform: SNS:Publish on resource: ${topic} because no identity-based policy allows the SNS:Publish action`,
    });
    const denied = publish({ TopicArn: plane.outputs.Ordered ?? '', MessageGroupId: 'g' }, 'Editor');
    await expect(denied).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
    const strays = { SubscriptionArn: `${topic}:any`, TargetArn: topic };
    expect(await publishWith({ ...strays, TopicArn: String(plane.outputs.Ordered) }, 'Editor')).toBe(403);
    expect(await received('All')).toEqual([]);
  });

  it('learns that a topic is not there', async () => {
    await expect(publish({ TopicArn: `${topic}2` })).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

describe('what may not be delivered', () => {
  it('to a queue goes to the dead-letter queue, and is told', async () => {
    await publish({});
    expect(await received('Shut')).toEqual([]);
    expect((await bodies('Dead')).map((body) => JSON.parse(String(body)).Message)).toEqual(['hello']);
    expect(plane.notices).toEqual([
      `SNS may not send to ${arnOf('sqs', 'App-Shut')} because no resource-based policy allows the sqs:SendMessage action`,
    ]);
  });

  it('to a function is told', async () => {
    await publish({ MessageAttributes: { to: { DataType: 'String', StringValue: 'nobody' } } });
    expect(plane.sent).toEqual([]);
    expect(plane.notices).toContain(`SNS may not invoke ${fn}2: no AWS::Lambda::Permission covers ${topic}`);
  });
});

it('a FIFO topic keeps groups and order, and takes a message once', async () => {
  const TopicArn = String(plane.outputs.Ordered);
  for (const Message of ['one', 'two', 'one', 'three'])
    await publish({ TopicArn, Message, MessageGroupId: 'group' });
  const messages = await received('InOrder.fifo');
  expect(messages.map(({ Body, Attributes }) => [Body, Attributes?.MessageGroupId])).toEqual([
    ['one', 'group'],
    ['two', 'group'],
    ['three', 'group'],
  ]);
  await expect(publish({ TopicArn })).rejects.toMatchObject({ name: 'InvalidParameterException' });
});
