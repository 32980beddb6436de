import { describe, expect, it } from 'vitest';
import { Shop, shop } from './shop.ts';

describe('the step queue', () => {
  const queues = shop.all('AWS::SQS::Queue');
  const visibility = (queue: string) => queues[queue]?.VisibilityTimeout;
  const timeout = (fn: string) => Number(shop.one('AWS::Lambda::Function', fn).Timeout);

  it('hide a message for six times the time of the function that works it', () => {
    expect(visibility('CoffeeStepWorkerSteps')).toBe(6 * timeout('CoffeeStepWorkerFunction'));
    expect(visibility('CoffeeStepWorkerDeadLetters')).toBe(
      6 * timeout('CoffeeStepWorkerDeadLetterWorkerFunction'),
    );
  });

  it('give a message up after five deliveries', () => {
    expect(queues.CoffeeStepWorkerSteps).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: 'CoffeeStepWorkerDeadLetters.Arn', maxReceiveCount: 5 },
    });
  });

  it.each(['CoffeeStepWorkerDeadLetters', 'CoffeeStepWorkerParkedMessages'])(
    '%s keeps what was given up for 14 days',
    (queue) => {
      expect(queues[queue]).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 60 * 60 });
    },
  );
});

describe('what wakes the step worker', () => {
  const mappings = shop.all('AWS::Lambda::EventSourceMapping');

  it('batches of ten messages, ten at a time; failed messages come back alone (fault 5)', () => {
    expect(mappings.CoffeeStepWorkerFunctionMessages).toEqual({
      EventSourceArn: 'CoffeeStepWorkerSteps.Arn',
      FunctionName: 'CoffeeStepWorkerFunction',
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 10 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('dead letters in the same way', () => {
    expect(mappings.CoffeeStepWorkerDeadLetterWorkerFunctionMessages).toMatchObject({
      EventSourceArn: 'CoffeeStepWorkerDeadLetters.Arn',
      FunctionName: 'CoffeeStepWorkerDeadLetterWorkerFunction',
    });
  });

  it('the clock, every five minutes, for the sweeper', () => {
    expect(shop.one('AWS::Events::Rule', 'CoffeeStepWorkerSweepTime')).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Targets: [{ Arn: 'CoffeeStepWorkerSweeperFunction.Arn' }],
    });
  });

  it('as many batches of messages at once as asked for', () => {
    const busy = new Shop({ brewConcurrency: 25 });
    expect(busy.one('AWS::Lambda::EventSourceMapping', 'CoffeeStepWorkerFunctionMessages')).toMatchObject({
      ScalingConfig: { MaximumConcurrency: 25 },
    });
  });
});
