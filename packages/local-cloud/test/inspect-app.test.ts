import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { contextOf, inspectApp } from '../src/resolve-app.ts';
import type { UnsupportedAppError } from '../src/template/template-error.ts';

async function problemsOf(Resources: object): Promise<readonly string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'inspect-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const app = { stacks: [{ name: 'App', template: { Resources }, directory }] };
  const context = contextOf(app, 'http://localhost', 'http://localhost');
  const failure = await inspectApp({ app }, context).catch((error: UnsupportedAppError) => error);
  return 'problems' in failure ? failure.problems : [];
}

const trust = (Service: string) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
});
const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ...properties },
});
const fn = (properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { ZipFile: 'exports.handler = () => 1' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    ...properties,
  },
});
const unknown = (where: string, type: string) =>
  `${where}: the local cloud does not know this property of ${type}; leave it out where the app runs locally`;

it('finds nothing in an app that fits', async () => {
  expect(await problemsOf({ Role: role(), Fn: fn() })).toEqual([]);
});

it('says nothing of what hangs on a role that it does not understand', async () => {
  const problems = await problemsOf({ Role: role({ Shape: 'round' }), Fn: fn() });
  expect(problems).toEqual([unknown('Role.Shape', 'AWS::IAM::Role')]);
});

it('says nothing of a role with a policy that it does not understand', async () => {
  const Managed = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: { Statement: [{ Effect: 'Maybe', Action: '*', Resource: '*' }] } },
  };
  const problems = await problemsOf({
    Role: role({ ManagedPolicyArns: [{ Ref: 'Managed' }] }),
    Managed,
    Fn: fn(),
  });
  expect(problems).toEqual([expect.stringMatching(/^Managed: the policy is malformed: /)]);
});

it('says nothing of destinations whose policies it does not understand', async () => {
  const problems = await problemsOf({
    Inbox: { Type: 'AWS::SQS::Queue' },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Inbox' }], PolicyDocument: { Statement: [] }, Tone: 'strict' },
    },
    Files: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        NotificationConfiguration: {
          QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: { 'Fn::GetAtt': ['Inbox', 'Arn'] } }],
        },
      },
    },
  });
  expect(problems).toEqual([unknown('Policy.Tone', 'AWS::SQS::QueuePolicy')]);
});

it('goes on after a function whose role does not trust Lambda, and one whose code is not there', async () => {
  const problems = await problemsOf({
    Role: role({ AssumeRolePolicyDocument: trust('ec2.amazonaws.com') }),
    Other: role(),
    First: fn(),
    Second: fn({ Role: { 'Fn::GetAtt': ['Other', 'Arn'] }, Code: { S3Bucket: 'a', S3Key: 'b.zip' } }),
    Third: fn({ Role: 'arn:aws:iam::000000000000:role/elsewhere' }),
  });
  expect(problems).toEqual([
    expect.stringMatching(/^First\.Role: Lambda cannot assume the role .* because no resource-based policy/),
    expect.stringMatching(/^Third\.Role: Lambda cannot assume the role .* does not exist/),
    'Second.Code: no asset b.zip was synthesized; give the code as a folder',
  ]);
});

it('takes no object events that S3 does not send, or that S3 could not deliver', async () => {
  const files = (Event: string, Queue: unknown) => ({
    Type: 'AWS::S3::Bucket',
    Properties: { NotificationConfiguration: { QueueConfigurations: [{ Event, Queue }] } },
  });
  const problems = await problemsOf({
    Inbox: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
    Files: files('s3:ObjectCreated:*', { 'Fn::GetAtt': ['Inbox', 'Arn'] }),
    Tagged: files('s3:ObjectTagging:*', 'arn:aws:sqs:us-east-1:000000000000:App-Inbox'),
  });
  expect(problems).toEqual([
    expect.stringMatching(/^Tagged\.NotificationConfiguration\.QueueConfigurations\.0\.Event: /),
    'Files: S3 cannot notify arn:aws:sqs:us-east-1:000000000000:App-Inbox.fifo because it is FIFO; name a standard one',
  ]);
});
