import { Duration } from 'aws-cdk-lib';
import { FilterCriteria, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StreamEnv } from '../lambdas/notify/env.ts';
import { lambdaFile } from './functions/function-entry.ts';
import { TaskFunction } from './functions/task-function.ts';
import type { TaskModule } from './functions/task-module.ts';
import type { LiveApi } from './live-api.ts';
import type { OrdersTable } from './orders-table.ts';

export interface LiveUpdatesProps {
  readonly task: TaskModule;
  readonly live: LiveApi;
  readonly orders: OrdersTable;
}

/** The worker behind the orders' stream: tells customers what happens to their orders. */
export class LiveUpdates extends Construct {
  readonly fn: IFunction;
  /** Where the stream's records are named that could not be told. */
  readonly failedNotifications: Queue;

  constructor(scope: Construct, id: string, { task, live, orders }: LiveUpdatesProps) {
    super(scope, id);
    this.failedNotifications = new Queue(this, 'FailedNotifications', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const notifier = new TaskFunction<StreamEnv>(this, 'Notifier', {
      code: {
        module: lambdaFile('notify/stream-handler'),
        factory: 'streamHandler',
        args: 'task',
        imports: [{ name: task.exportName, as: 'task', from: task.file }],
      },
      description: "Tells each change of an order to its customer's connections",
      timeout: Duration.seconds(30),
      environment: live.postingEnv,
    });
    orders.table.grantStreamRead(notifier.fn);
    live.allowTelling(notifier);
    notifier.allow(['sqs:SendMessage'], this.failedNotifications.queueArn);
    notifier.fn.addEventSourceMapping('Changes', {
      eventSourceArn: orders.table.tableStreamArn as string,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter({ dynamodb: { NewImage: { notify: { BOOL: [true] } } } })],
      batchSize: 100,
      parallelizationFactor: 10,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(1),
      onFailure: { bind: () => ({ destination: this.failedNotifications.queueArn }) },
    });
    this.fn = notifier.fn;
  }
}
