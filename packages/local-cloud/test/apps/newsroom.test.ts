import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningApp } from './running-app.ts';

describe('a newsroom of two topics', () => {
  let app: RunningApp;
  let sqs: SQSClient;
  let sns: SNSClient;
  beforeAll(async () => {
    app = await RunningApp.open('newsroom');
    const env = await app.awsEnvironment();
    const config = {
      endpoint: env.AWS_ENDPOINT_URL,
      region: env.AWS_REGION,
      credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
    };
    sqs = new SQSClient(config);
    sns = new SNSClient(config);
  });
  afterAll(() => app?.close());

  async function report(title: string, country: string, urgency: number): Promise<string> {
    const { MessageId } = await sns.send(
      new PublishCommand({
        TopicArn: app.outputs['Newsroom.ReportsArn'],
        Message: JSON.stringify({ title, country }),
        MessageAttributes: { urgency: { DataType: 'Number', StringValue: String(urgency) } },
      }),
    );
    return String(MessageId);
  }

  /** All that arrives until as many are there as wanted, and for a second more. */
  async function received(queue: string, wanted: number): Promise<unknown[]> {
    const bodies: unknown[] = [];
    const receive = async (WaitTimeSeconds: number) => {
      const QueueUrl = app.outputs[`Newsroom.${queue}Url`];
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10 }),
      );
      bodies.push(...Messages.map(({ Body }) => JSON.parse(String(Body))));
    };
    while (bodies.length < wanted) await receive(20);
    await receive(1);
    return bodies;
  }

  it('keeps every report, and makes headlines of urgent ones from elsewhere', async () => {
    expect(app.outputs['Newsroom.HeadlinesName']).toBe('headlines');
    const flood = await report('flood', 'there', 9);
    await report('fair', 'here', 8);
    await report('weather', 'there', 1);

    const foreign = { title: 'FLOOD', place: { country: 'there' }, of: flood, by: 'aws:sns' };
    expect(await received('Foreign', 1)).toEqual([foreign]);
    const archived = (await received('Archive', 3)) as { Message: string }[];
    expect(archived.map(({ Message }) => JSON.parse(Message).title).sort()).toEqual([
      'fair',
      'flood',
      'weather',
    ]);
  });
});
