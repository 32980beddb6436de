import { describe, expect, it } from 'vitest';
import { createAuthorizer } from '../../src/iam/authorizer.ts';
import { resolveTemplate } from '../../src/template/resolve-template.ts';
import { context, resourceTypes } from '../endpoint/data-plane.ts';

const queueArn = 'arn:aws:sqs:us-east-1:000000000000:App-Jobs';
const roleArn = 'arn:aws:iam::000000000000:role/App-Worker';
const scheduleGroup = 'arn:aws:scheduler:us-east-1:000000000000:schedule-group/default';

describe('what a role may do', () => {
  it('is what its inline, attached and managed policies allow together', async () => {
    const { may } = authorizer({
      Worker: role({
        Policies: [{ PolicyName: 'own', PolicyDocument: policy(allow('sqs:SendMessage', queueArn)) }],
      }),
      Attached: attached(allow('sqs:ReceiveMessage', queueArn)),
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: policy(allow('sqs:DeleteMessage', '*')), Roles: [{ Ref: 'Worker' }] },
      },
    });
    expect(await may('sqs:SendMessage', queueArn)).toEqual({ allowed: true });
    expect(await may('sqs:ReceiveMessage', queueArn)).toEqual({ allowed: true });
    expect(await may('sqs:DeleteMessage', queueArn)).toEqual({ allowed: true });
    expect(await may('sqs:PurgeQueue', queueArn)).toEqual({
      allowed: false,
      reason: 'because no identity-based policy allows the sqs:PurgeQueue action',
    });
    expect(await may('sqs:SendMessage', `${queueArn}2`)).toMatchObject({ allowed: false });
  });

  it('includes a managed policy that the role names by its ARN', async () => {
    const { may } = authorizer({
      Worker: role({
        ManagedPolicyArns: [{ Ref: 'Managed' }, 'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess'],
      }),
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: policy(allow('sqs:*', '*')) },
      },
    });
    expect(await may('sqs:SendMessage', queueArn)).toEqual({ allowed: true });
  });

  it('ends where a statement denies', async () => {
    const { may } = authorizer({
      Worker: role({}),
      Attached: attached(allow('sqs:*', '*'), { Effect: 'Deny', Action: 'sqs:PurgeQueue', Resource: '*' }),
    });
    expect(await may('sqs:SendMessage', queueArn)).toEqual({ allowed: true });
    expect(await may('sqs:PurgeQueue', queueArn)).toEqual({
      allowed: false,
      reason: 'with an explicit deny in an identity-based policy',
    });
  });

  it('is nothing for a role that the template does not have', async () => {
    const { may } = authorizer({});
    expect(await may('sqs:SendMessage', queueArn)).toMatchObject({
      allowed: false,
      reason: /does not exist/,
    });
  });

  it('does not care whether it was asked before', async () => {
    const { may } = authorizer({ Worker: role({}), Attached: attached(allow('sqs:SendMessage', queueArn)) });
    for (let again = 0; again < 3; again += 1) {
      expect(await may('sqs:SendMessage', queueArn)).toMatchObject({ allowed: true });
      expect(await may('sqs:SendMessage', `${queueArn}2`)).toMatchObject({ allowed: false });
    }
  });
});

describe('a queue policy', () => {
  const jobs = { Type: 'AWS::SQS::Queue' };
  const denyTo = (statement: object) => ({
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Jobs' }],
      PolicyDocument: policy({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: queueArn,
        ...statement,
      }),
    },
  });
  const Worker = role({ Policies: [{ PolicyName: 'own', PolicyDocument: policy(allow('sqs:*', '*')) }] });

  it('that asks for TLS lets local calls pass', async () => {
    const { may } = authorizer({
      Worker,
      Jobs: jobs,
      Policy: denyTo({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    });
    expect(await may('sqs:SendMessage', queueArn)).toEqual({ allowed: true });
  });

  it('that denies is stronger than the role, for its queue only', async () => {
    const { may } = authorizer({ Worker, Jobs: jobs, Policy: denyTo({ Action: 'sqs:SendMessage' }) });
    expect(await may('sqs:SendMessage', queueArn)).toEqual({
      allowed: false,
      reason: 'with an explicit deny in a resource-based policy',
    });
    expect(await may('sqs:ReceiveMessage', queueArn)).toEqual({ allowed: true });
    expect(await may('sqs:SendMessage', `${queueArn}2`)).toEqual({ allowed: true });
  });
});

describe('who may act as a role', () => {
  const trusting = {
    Worker: role({
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' }, 'aws:SourceArn': scheduleGroup },
        },
      }),
    }),
  };

  it('is the service that the role trusts, on behalf of the source that it names', async () => {
    const { mayAssume } = authorizer(trusting);
    const request = { roleArn, service: 'scheduler.amazonaws.com', sourceArn: scheduleGroup };
    expect(await mayAssume(request)).toEqual({ allowed: true });
    expect(await mayAssume({ ...request, service: 'lambda.amazonaws.com' })).toMatchObject({
      allowed: false,
    });
    expect(await mayAssume({ ...request, sourceArn: `${scheduleGroup}2` })).toMatchObject({ allowed: false });
  });
});

describe('what cannot be judged is refused at the start', () => {
  it.each(['dynamodb:LeadingKeys', 'dynamodb:Attributes', 'aws:PrincipalOrgID'])(
    'a condition on %s',
    (key) => {
      const Condition = { 'ForAllValues:StringEquals': { [key]: ['x'] } };
      const start = () =>
        authorizer({ Worker: role({}), Attached: attached({ ...allow('dynamodb:*', '*'), Condition }) });
      expect(start).toThrow(`Attached: no local request carries the condition key ${key}`);
    },
  );

  it('an AWS managed policy that is not known', () => {
    const start = () =>
      authorizer({ Worker: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }) });
    expect(start).toThrow(/^Worker\.ManagedPolicyArns: .*AdministratorAccess is not known/);
  });

  it.each([
    ['an effect', { Effect: 'Perhaps' }, /^Attached: .*malformed.*"Allow" \| "Deny"/],
    ['an element', { Reason: 'because' }, /^Attached: .*malformed.*Reason/],
    [
      'an operator',
      { Condition: { StringAlmostEquals: { 'aws:PrincipalArn': 'x' } } },
      /StringAlmostEquals is not known/,
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['a variable', { Resource: 'arn:aws:s3:::${aws:username}' }, /condition key aws:username/],
    ['both an action and its opposite', { NotAction: 'sqs:*' }, /either Action or NotAction/],
    ['a principal', { Principal: '*' }, /role's policy names a principal/],
  ])('a policy with %s that it may not have', (_, element, fault) => {
    const start = () =>
      authorizer({ Worker: role({}), Attached: attached({ ...allow('sqs:*', '*'), ...element }) });
    expect(start).toThrow(fault);
  });

  it('a queue policy that is about nobody', () => {
    const Policy = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Jobs' }], PolicyDocument: policy(allow('sqs:*', queueArn)) },
    };
    expect(() => authorizer({ Jobs: { Type: 'AWS::SQS::Queue' }, Policy })).toThrow(
      /^Policy: .*no principal/,
    );
  });

  it('a permissions boundary', () => {
    expect(() => authorizer({ Worker: role({ PermissionsBoundary: 'arn:x' }) })).toThrow(
      /^Worker\.PermissionsBoundary/,
    );
  });
});

function authorizer(Resources: object) {
  const { authorize, mayAssume } = createAuthorizer(
    resolveTemplate({ Resources }, resourceTypes, context),
    context,
  );
  return { may: (action: string, resource: string) => authorize({ roleArn, action, resource }), mayAssume };
}

function role(properties: object) {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: policy(trust), ...properties } };
}

function attached(...statements: object[]) {
  const Properties = {
    PolicyName: 'Attached',
    PolicyDocument: policy(...statements),
    Roles: [{ Ref: 'Worker' }],
  };
  return { Type: 'AWS::IAM::Policy', Properties };
}

function policy(...Statement: object[]) {
  return { Version: '2012-10-17', Statement };
}

function allow(Action: string, Resource: string) {
  return { Effect: 'Allow', Action, Resource };
}
