import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { S3Event } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DataPlane, startDataPlane } from './data-plane.ts';

const Bucket = 'app-files';
const fn = 'arn:aws:lambda:us-east-1:000000000000:function:App-Indexer';
const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const keyRules = (...FilterRules: object[]) => ({ Filter: { Key: { FilterRules } } });

const template = {
  Resources: {
    Pictures: { Type: 'AWS::SQS::Queue' },
    Removed: { Type: 'AWS::SQS::Queue' },
    News: {
      Type: 'AWS::SNS::Topic',
      Properties: { Subscription: [{ Protocol: 'sqs', Endpoint: arnOf('Removed') }] },
    },
    RemovedPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Removed' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'sns.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: '*',
            },
          ],
        },
      },
    },
    // As CloudFormation has it.
    Files: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        NotificationConfiguration: {
          QueueConfigurations: [
            {
              Event: 's3:ObjectCreated:Put',
              Queue: arnOf('Pictures'),
              Filter: {
                S3Key: {
                  Rules: [
                    { Name: 'prefix', Value: 'pictures/' },
                    { Name: 'suffix', Value: '.png' },
                  ],
                },
              },
            },
          ],
        },
      },
    },
    // As the CDK has it.
    Notifications: {
      Type: 'Custom::S3BucketNotifications',
      Properties: {
        ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:Handler',
        BucketName: { Ref: 'Files' },
        NotificationConfiguration: {
          LambdaFunctionConfigurations: [
            { Id: 'index', Events: ['s3:ObjectCreated:*'], LambdaFunctionArn: fn },
          ],
          TopicConfigurations: [
            {
              Events: ['s3:ObjectRemoved:*'],
              TopicArn: { Ref: 'News' },
              ...keyRules({ Name: 'Suffix', Value: '.txt' }),
            },
          ],
        },
        Managed: true,
        SkipDestinationValidation: false,
      },
    },
  },
};

let plane: DataPlane;
let s3: S3Client;
beforeAll(async () => {
  plane = await startDataPlane({ template });
  s3 = plane.clientsOf('root').s3;
});
afterAll(() => plane.close());
afterEach(() => {
  plane.sent.length = 0;
});

const put = (Key: string, Body = 'flat white') => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const told = () =>
  plane.sent.flatMap(({ event }) =>
    (event as S3Event).Records.map((one) => [one.eventName, one.s3.object.key, one.s3.object.size]),
  );

async function receivedBy(queue: string): Promise<string[]> {
  const { Messages = [] } = await plane.clientsOf('root').sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: `${plane.context.endpointUrl}/000000000000/App-${queue}`,
      MaxNumberOfMessages: 10,
    }),
  );
  return Messages.map(({ Body }) => String(Body));
}

describe('an object that is made', () => {
  it('is told to functions in the form that S3 documents', async () => {
    await put('a b/ü+(1).txt');
    expect(plane.sent).toEqual([
      {
        fn,
        trace: undefined,
        event: {
          Records: [
            {
              eventVersion: '2.1',
              eventSource: 'aws:s3',
              awsRegion: 'us-east-1',
              eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
              eventName: 'ObjectCreated:Put',
              userIdentity: { principalId: expect.any(String) },
              requestParameters: { sourceIPAddress: '127.0.0.1' },
              responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
              s3: {
                s3SchemaVersion: '1.0',
                configurationId: 'index',
                bucket: {
                  name: Bucket,
                  ownerIdentity: { principalId: expect.any(String) },
                  arn: `arn:aws:s3:::${Bucket}`,
                },
                object: {
                  key: 'a+b/%C3%BC%2B%281%29.txt',
                  size: 10,
                  eTag: 'dc64f12d55fbc05645fa676c238447d1',
                  sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
                },
              },
            },
          ],
        },
      },
    ]);
  });

  it('is told by how it was made, once it is there', async () => {
    await put('original');
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/original` }));
    const at = { Bucket, Key: 'parts' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at));
    const { ETag } = await s3.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'part' }));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }));
    const { UploadId: another } = await s3.send(new CreateMultipartUploadCommand(at));
    await s3.send(new AbortMultipartUploadCommand({ ...at, UploadId: another }));
    const nowhere = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/nothing` });
    await expect(s3.send(nowhere)).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(told()).toEqual([
      ['ObjectCreated:Put', 'original', 10],
      ['ObjectCreated:Copy', 'copy', 10],
      ['ObjectCreated:CompleteMultipartUpload', 'parts', 4],
    ]);
    const sequencers = plane.sent.map(({ event }) => (event as S3Event).Records[0]?.s3.object.sequencer);
    expect(sequencers).toEqual([...sequencers].sort());
  });

  it('is told with the trace of the call, by which loops are found', async () => {
    const traced = plane.clientsOf('root').s3;
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=a87bd80c:1';
    traced.middlewareStack.add(
      (next) => (args) => {
        Object.assign(Object(args.request).headers, { 'x-amzn-trace-id': trace });
        return next(args);
      },
      { step: 'build' },
    );
    await traced.send(new PutObjectCommand({ Bucket, Key: 'traced', Body: 'x' }));
    expect(plane.sent.map((one) => one.trace)).toEqual([trace]);
  });

  it("is told with the file's name where a form leaves the key to it", async () => {
    const { url, fields } = await createPresignedPost(s3, {
      Bucket,
      Key: `forms/$\{filename}`,
      Expires: 60,
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob(['cortado']), 'menu.txt');
    form.append('key', 'forms/ignored');
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(204);
    expect(told()).toEqual([['ObjectCreated:Post', 'forms/menu.txt', 7]]);
  });

  it('is told to a queue where event, prefix and suffix fit', async () => {
    await put('pictures/cup.png');
    await put('pictures/cup.jpg');
    await put('cup.png');
    await s3.send(
      new CopyObjectCommand({ Bucket, Key: 'pictures/copy.png', CopySource: `${Bucket}/cup.png` }),
    );
    const keys = (await receivedBy('Pictures')).map((body) => JSON.parse(body).Records[0].s3.object.key);
    expect(keys).toEqual(['pictures/cup.png']);
  });
});

describe('an object that is removed', () => {
  const removed = async () =>
    (await receivedBy('Removed')).map((body) => {
      const { Subject, Message } = JSON.parse(body);
      const [{ eventName, s3: of }] = JSON.parse(Message).Records;
      return { Subject, eventName, object: of.object };
    });

  it('is told by way of a topic, without size', async () => {
    await put('a.txt');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a.txt' }));
    expect(await removed()).toEqual([
      {
        Subject: 'Amazon S3 Notification',
        eventName: 'ObjectRemoved:Delete',
        object: { key: 'a.txt', sequencer: expect.any(String) },
      },
    ]);
  });

  it('is told once of many, if it was there', async () => {
    await put('b.txt');
    await put('c.md');
    await put('d&.txt');
    const Objects = ['b.txt', 'c.md', 'never.txt', 'd&.txt', 'b.txt'].map((Key) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect((await removed()).map(({ object }) => object.key).sort()).toEqual(['b.txt', 'd%26.txt']);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b.txt' }));
    expect(await removed()).toEqual([]);
  });
});
