import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receivedBodies } from './received-bodies.ts';
import { isInstalled, localCloud, RunningApp } from './running-app.ts';

describe('a newsroom of two topics', () => {
  let app: RunningApp;
  let sqs: SQSClient;
  let sns: SNSClient;
  beforeAll(async () => {
    app = await RunningApp.open('newsroom');
    const config = await app.clientConfig();
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

  const received = async (queue: string, wanted: number) =>
    (await receivedBodies(sqs, app.outputs[`Newsroom.${queue}Url`], wanted)).map((body) => JSON.parse(body));

  it('keeps every report, and makes headlines of urgent ones from elsewhere', async () => {
    expect(app.outputs['Newsroom.HeadlinesName']).toBe('headlines');
    const flood = await report('flood', 'there', 9);
    await report('fair', 'here', 8);
    await report('weather', 'there', 1);

    const foreign = { title: 'FLOOD', place: { country: 'there' }, of: flood, by: 'aws:sns' };
    expect(await received('Foreign', 1)).toEqual([foreign]);
    const archived = await received('Archive', 3);
    expect(archived.map(({ Message }) => JSON.parse(Message).title).sort()).toEqual([
      'fair',
      'flood',
      'weather',
    ]);
  });

  it.skipIf(!isInstalled('aws --version'))("takes what AWS's own command line tool publishes", async () => {
    const { stdout: exports } = await localCloud(['env', '--port', String(app.port)]);
    const arn =
      '"$(aws sns list-topics --query "Topics[?ends_with(TopicArn, \'headlines\')].TopicArn" --output text)"';
    const message = '{"place":{"country":"there"}}';
    const publish = `aws sns publish --topic-arn ${arn} --message '${message}' --query MessageId --output text`;
    const { stdout } = await promisify(execFile)('sh', ['-c', `${exports}\n${publish}`]);
    expect(stdout).toMatch(/^[0-9a-f-]{36}\n$/);
    expect(await received('Foreign', 1)).toEqual([JSON.parse(message)]);
  });
});
