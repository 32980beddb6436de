import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receivedBodies } from './received-bodies.ts';
import { RunningApp } from './running-app.ts';

describe('a stream that goes three ways, each with a filter', () => {
  let app: RunningApp;
  let sqs: SQSClient;
  let dynamodb: DynamoDBClient;
  beforeAll(async () => {
    app = await RunningApp.open('fan-out');
    const config = await app.clientConfig();
    sqs = new SQSClient(config);
    dynamodb = new DynamoDBClient(config);
  });
  afterAll(() => app?.close());

  const received = async (way: string, wanted: number) =>
    (await receivedBodies(sqs, app.outputs[`FanOut.${way}Url`], wanted)).sort();

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
