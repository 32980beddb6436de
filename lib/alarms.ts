import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface AlarmsProps {
  readonly queue: IQueue;
  readonly parkedMessages: IQueue;
  readonly failedNotifications: IQueue;
  readonly sweeper: IFunction;
}

/** What somebody should be told of; each alarm names its section of docs/runbook.md. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.tooMany('ParkedMessages', 'parked-messages', visible(props.parkedMessages), 1);
    this.tooMany('FailedNotifications', 'failed-notifications', visible(props.failedNotifications), 1);
    const age = props.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) });
    this.tooMany('OldMessages', 'old-messages', age, Duration.minutes(15).toSeconds());
    this.noneInThree('SilentSweeper', 'silent-sweeper', successes(props.sweeper));
  }

  private tooMany(id: string, section: string, metric: IMetric, threshold: number): void {
    new Alarm(this, id, {
      alarmDescription: described(section),
      metric,
      threshold,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Of what should be there in every period: that nothing is reported at all is the worst of signs. */
  private noneInThree(id: string, section: string, metric: IMetric): void {
    new Alarm(this, id, {
      alarmDescription: described(section),
      metric,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }
}

function described(section: string): string {
  return `See docs/runbook.md#${section}`;
}

/** Runs that did not fail, in the time from one run to the next. Lambda reports both numbers whenever there was a run. */
function successes(fn: IFunction): IMetric {
  const period = Duration.minutes(5);
  return new MathExpression({
    expression: 'invocations - errors',
    usingMetrics: { invocations: fn.metricInvocations({ period }), errors: fn.metricErrors({ period }) },
    period,
  });
}

function visible(queue: IQueue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({
    period: Duration.minutes(1),
    statistic: 'Maximum',
  });
}
