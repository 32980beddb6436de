import { Duration } from 'aws-cdk-lib';
import { Alarm, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface AlarmsProps {
  readonly slips: IQueue;
  readonly lostSlips: IQueue;
  readonly lostAnnouncements: IQueue;
  readonly sweeper: IFunction;
}

/** What somebody should be told of; each alarm names its section of docs/runbook.md. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.alarm('LostSlips', 'lost-slips', visible(props.lostSlips), 1);
    this.alarm('LostAnnouncements', 'lost-announcements', visible(props.lostAnnouncements), 1);
    const age = props.slips.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) });
    this.alarm('OldSlips', 'old-slips', age, Duration.minutes(15).toSeconds());
    this.alarm('SilentSweeper', 'silent-sweeper', props.sweeper.metricErrors(), 1);
  }

  private alarm(id: string, section: string, metric: IMetric, threshold: number): void {
    new Alarm(this, id, {
      alarmDescription: `See docs/runbook.md#${section}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

function visible(queue: IQueue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({
    period: Duration.minutes(1),
    statistic: 'Maximum',
  });
}
