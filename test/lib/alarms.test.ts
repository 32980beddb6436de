import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shop } from './shop.ts';

const alarms = shop.all('AWS::CloudWatch::Alarm');
const runbook = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
  title.toLowerCase().replaceAll(' ', '-'),
);

describe('every alarm', () => {
  it.each(Object.entries(alarms))('%s names a section of the runbook', (_, { AlarmDescription }) => {
    expect(sections.map((section) => `See docs/runbook.md#${section}`)).toContain(AlarmDescription);
  });
});

describe('the alarm about what was given up', () => {
  it.each([
    ['message (fault 8)', 'CoffeeAlarmsParkedMessages', 'CoffeeStepWorkerParkedMessages'],
    [
      'change that was to be published (fault 28)',
      'CoffeeAlarmsFailedNotifications',
      'CoffeeLiveUpdatesFailedNotifications',
    ],
  ])('goes off for a single %s, within a minute', (_, alarm, queue) => {
    expect(alarms[alarm]).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: `${queue}.QueueName` }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });
});

describe('the alarm about the sweeper', () => {
  const alarm = alarms.CoffeeAlarmsSilentSweeper as { Metrics: { Id: string; Expression?: string }[] };
  const metric = (MetricName: string) => ({
    Metric: {
      Namespace: 'AWS/Lambda',
      MetricName,
      Dimensions: [{ Name: 'FunctionName', Value: 'CoffeeStepWorkerSweeperFunction' }],
    },
    Period: 300,
    Stat: 'Sum',
  });

  it('goes off when three times in a row no run has succeeded', () => {
    expect(alarm).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
    });
    expect(alarm.Metrics).toHaveLength(3);
    expect(alarm.Metrics).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Expression: 'invocations - errors' }),
        expect.objectContaining({ Id: 'invocations', MetricStat: metric('Invocations') }),
        expect.objectContaining({ Id: 'errors', MetricStat: metric('Errors') }),
      ]),
    );
  });

  it('goes off when nobody calls it at all', () => {
    expect(alarm).toMatchObject({ TreatMissingData: 'breaching' });
  });
});
