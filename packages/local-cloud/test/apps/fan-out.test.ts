import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningApp } from './running-app.ts';

describe('a stream that goes three ways, each with a filter', () => {
  let app: RunningApp;
  let sqs: SQSClient;
  let dynamodb: DynamoDBClient;
  beforeAll(async () => {
    app = await RunningApp.open('fan-out');
    const env = await app.awsEnvironment();
    const config = {
      endpoint: env.AWS_ENDPOINT_URL,
      region: env.AWS_REGION,
      credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
    };
    sqs = new SQSClient(config);
    dynamodb = new DynamoDBClient(config);
  });
  afterAll(() => app?.close());

  /** All that arrives until as many are there as wanted, and for a second more. */
  async function received(way: string, wanted: number): Promise<string[]> {
    const bodies: string[] = [];
    const receive = async (WaitTimeSeconds: number) => {
      const QueueUrl = app.outputs[`FanOut.${way}Url`];
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10 }),
      );
      bodies.push(...Messages.map(({ Body }) => String(Body)));
    };
    while (bodies.length < wanted) await receive(20);
    await receive(1);
    return bodies.sort();
  }

  it('brings to each way what its filter lets through, and nothing else', async () => {
    const TableName = app.outputs['FanOut.OrdersName'];
    const put = (id: string, status: string, more = {}) =>
      dynamodb.send(
        new PutItemCommand({ TableName, Item: { id: { S: id }, status: { S: status }, ...more } }),
      );
    const express = { courier: { S: 'bike' } };
    const remove = (id: string) =>
      dynamodb.send(new DeleteItemCommand({ TableName, Key: { id: { S: id } } }));
    for (const region of ['eu', 'us']) {
      await put(`${region}-1`, 'new');
      await put(`${region}-1`, 'paid');
      await put(`${region}-2`, 'paid', express);
      await put(`${region}-2`, 'sent', express);
      await remove(`${region}-2`);
    }

    expect(await received('Paid', 2)).toEqual(['MODIFY eu-1', 'MODIFY us-1']);
    expect(await received('Express', 2)).toEqual(['INSERT eu-2', 'INSERT us-2']);
    expect(await received('Gone', 1)).toEqual(['REMOVE eu-2']);
  });
});
