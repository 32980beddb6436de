import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningApp } from './running-app.ts';

describe('a bucket whose objects make a function work', () => {
  let app: RunningApp;
  let sqs: SQSClient;
  let s3: S3Client;
  beforeAll(async () => {
    app = await RunningApp.open('gallery');
    const config = await app.clientConfig();
    sqs = new SQSClient(config);
    s3 = new S3Client({ ...config, forcePathStyle: true });
  });
  afterAll(() => app?.close());

  async function received(queue: string): Promise<string> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: app.outputs[`Gallery.${queue}Url`], WaitTimeSeconds: 20 }),
    );
    return String(Messages[0]?.Body);
  }

  it('tells the function what was drawn, a queue what was printed, and a topic what is gone', async () => {
    const Bucket = app.outputs['Gallery.DrawingsName'];
    expect(Bucket).toBe('gallery-drawings');
    await s3.send(new PutObjectCommand({ Bucket, Key: 'drawn/no print.md', Body: 'x' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'drawn/two cups.txt', Body: 'two cups' }));

    const [printed] = JSON.parse(await received('Prints')).Records;
    expect([printed.eventName, printed.s3.object.key]).toEqual(['ObjectCreated:Put', 'printed/two+cups.txt']);
    const Key = 'printed/two cups.txt';
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(await Body?.transformToString()).toBe('TWO CUPS');

    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    const [removed] = JSON.parse(JSON.parse(await received('Gone')).Message).Records;
    expect([removed.eventName, removed.s3.object.key]).toEqual([
      'ObjectRemoved:Delete',
      'printed/two+cups.txt',
    ]);
  });
});
