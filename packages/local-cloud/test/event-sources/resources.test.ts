import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { eventSourceResources } from '../../src/event-sources/resources.ts';
import type { DeploymentContext } from '../../src/template/resource-type.ts';
import { streamArn } from './stream/fake-stream.ts';

const context: DeploymentContext = {
  accountId: '000000000000',
  region: 'eu-west-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
  stackName: 'App',
  endpointUrl: 'http://127.0.0.1:1',
  publicUrl: 'http://localhost:3000',
};
const sqs = { EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:jobs', FunctionName: 'work' };
const stream = { EventSourceArn: streamArn, FunctionName: 'notify', StartingPosition: 'LATEST' };
const rule = { ScheduleExpression: 'rate(1 minute)', Targets: [{ Arn: 'a', Id: 'b' }] };

/** Undefined, or where and why the properties are refused. */
function refusal(type: string, properties: object): string | undefined {
  const result = v.safeParse(eventSourceResources[type]?.properties ?? v.never(), properties);
  return result.success ? undefined : `${v.getDotPath(result.issues[0])}: ${result.issues[0].message}`;
}

describe('AWS::Lambda::EventSourceMapping', () => {
  const type = 'AWS::Lambda::EventSourceMapping';

  it('is accepted as CDK synthesizes it, for a queue and for a stream', () => {
    expect(
      refusal(type, {
        ...sqs,
        BatchSize: 10,
        MaximumBatchingWindowInSeconds: 0,
        ScalingConfig: { MaximumConcurrency: 10 },
      }),
    ).toBe(undefined);
    expect(
      refusal(type, {
        ...stream,
        BatchSize: 10,
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:000000000000:failures' } },
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT","MODIFY"]}' }] },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRecordAgeInSeconds: 3600,
        MaximumRetryAttempts: 3,
        ParallelizationFactor: 2,
      }),
    ).toBe(undefined);
  });

  it.each([
    [
      'a property of streams at a queue',
      { ...sqs, BisectBatchOnFunctionError: true },
      /^BisectBatchOnFunctionError: /,
    ],
    [
      'a property of queues at a stream',
      { ...stream, ScalingConfig: { MaximumConcurrency: 2 } },
      /^ScalingConfig: /,
    ],
    ['an unknown property', { ...stream, TumblingWindowInSeconds: 1 }, /^TumblingWindowInSeconds: /],
    [
      'an unknown filter operator',
      { ...stream, FilterCriteria: { Filters: [{ Pattern: '{"a":[{"wildcard":"*"}]}' }] } },
      /^FilterCriteria\.Filters\.0\.Pattern: filter pattern\.a: unknown rule/,
    ],
    [
      'a filter on anything but the body of a message',
      { ...sqs, FilterCriteria: { Filters: [{ Pattern: '{"messageId":["x"]}' }] } },
      /^FilterCriteria: SQS messages are filtered by body only/,
    ],
    [
      'a destination that is not a queue',
      {
        ...stream,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:eu-west-1:000000000000:topic' } },
      },
      /^DestinationConfig\.OnFailure\.Destination: /,
    ],
  ])('refuses %s by name', (_, properties, message) => {
    expect(refusal(type, properties)).toMatch(message);
  });

  it('has a reference like a UUID that is always the same', () => {
    const ref = eventSourceResources[type]?.ref({ logicalId: 'Jobs', properties: {} }, context);
    expect(ref).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(eventSourceResources[type]?.ref({ logicalId: 'Jobs', properties: {} }, context)).toBe(ref);
  });
});

describe('AWS::Events::Rule', () => {
  it.each([
    ['rate(1 minute)', undefined],
    ['rate(24 days)', undefined],
    ['rate(25 days)', /^ScheduleExpression: the longest rate is 24 days/],
    ['cron(0 12 * * ? *)', undefined],
    ['cron(0 12 * * * *)', /^ScheduleExpression: cron\(0 12 \* \* \* \*\): one of day-of-month/],
    ['at(2026-01-01T00:00:00)', /^ScheduleExpression: a schedule is rate\(...\) or cron\(...\)/],
    ['rate(0 minutes)', /^ScheduleExpression: a schedule is rate/],
  ])('with %s', (ScheduleExpression, message) => {
    const refused = refusal('AWS::Events::Rule', { ...rule, ScheduleExpression });
    if (message) expect(refused).toMatch(message);
    else expect(refused).toBe(undefined);
  });

  it('refuses event patterns', () => {
    expect(refusal('AWS::Events::Rule', { ...rule, EventPattern: {} })).toMatch(/^EventPattern: /);
  });
});

it('a schedule is accepted as CDK synthesizes it, and refuses input that would have to be filled in', () => {
  const properties = {
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpression: 'rate(1 minute)',
    ScheduleExpressionTimezone: 'Etc/UTC',
    State: 'ENABLED',
    Target: {
      Arn: 'a',
      RoleArn: 'b',
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  };
  expect(refusal('AWS::Scheduler::Schedule', properties)).toBe(undefined);
  const Input = '{"at":"<aws.scheduler.scheduled-time>"}';
  expect(
    refusal('AWS::Scheduler::Schedule', { ...properties, Target: { ...properties.Target, Input } }),
  ).toMatch(/^Target\.Input: context attributes/);
});
