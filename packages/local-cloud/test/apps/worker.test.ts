import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningApp } from './running-app.ts';

describe('a queue worker without any API', () => {
  let app: RunningApp;
  let sqs: SQSClient;
  let dynamodb: DynamoDBClient;
  beforeAll(async () => {
    app = await RunningApp.open('worker');
    const config = await app.clientConfig();
    sqs = new SQSClient(config);
    dynamodb = new DynamoDBClient(config);
  });
  afterAll(() => app?.close());

  it('does what works, tries the rest again alone, and parks it after two attempts', async () => {
    const images = [
      { id: 'cat', pixels: 9 },
      { id: 'void', pixels: 0 },
      { id: 'dog', pixels: 4 },
    ];
    const Entries = images.map((image) => ({ Id: image.id, MessageBody: JSON.stringify(image) }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: app.outputs['Worker.JobsUrl'], Entries }));

    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: app.outputs['Worker.DeadLettersUrl'], WaitTimeSeconds: 20 }),
    );
    expect(Messages.map(({ Body }) => JSON.parse(String(Body)))).toEqual([{ id: 'void', pixels: 0 }]);
    const { Items = [] } = await dynamodb.send(
      new ScanCommand({ TableName: app.outputs['Worker.ResultsName'] }),
    );
    expect(Object.fromEntries(Items.map(({ id, attempts }) => [id?.S, attempts?.N]))).toEqual({
      cat: '1',
      dog: '1',
      void: '2',
    });
  });
});
