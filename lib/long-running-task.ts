import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { readTaskModule } from './functions/task-module.ts';
import { LiveUpdates } from './live-updates.ts';
import { faultsOf } from './long-running-task-faults.ts';
import { OrderApi } from './order-api.ts';
import { OrdersTable } from './orders-table.ts';
import { expectNoFaults } from './prop-faults.ts';
import { ResultFiles } from './result-files.ts';
import { StepWorker, type WorkerOptions } from './step-worker.ts';
import { TaskApi } from './task-api.ts';
import type { TaskAuth } from './task-auth.ts';

export interface LongRunningTaskProps {
  /** Absolute path of the file that exports the task, made by `defineTask`, and no other one. */
  readonly task: string;
  /** Absolute path of the file that exports `steps`, made by `stepHandlers`. */
  readonly steps: string;
  /** Who may order. @default that of `api` */
  readonly auth?: TaskAuth;
  /** Shared with other tasks of the stack; made for this one among others. @default APIs of its own */
  readonly api?: TaskApi;
  /** Origins of pages that may call from a browser: `https://app.example`. @default none, or those of `api` */
  readonly allowedOrigins?: readonly string[];
  /** The function that runs the step handlers. @default 30 seconds, 256 MB, 10 batches at once, no variables */
  readonly worker?: WorkerOptions;
  /** `bucket`: steps may return files, which are kept in a bucket for 37 days, longer than orders. @default no step returns a file */
  readonly results?: 'bucket';
  /** How many times as fast as the task says its steps go, 0.001 to 10000. @default 1 */
  readonly speed?: number;
}

/** One kind of long-running work with its HTTP API, queue, workers, status table and live updates. */
export class LongRunningTask extends Construct {
  /** Runs the step handlers: grant it what they need. */
  readonly worker: IFunction;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  /** Where messages lie that were given up, with the reason. */
  readonly parkedMessages: IQueue;
  readonly table: Table;
  /** Of the files that steps make; absent without `results: 'bucket'`. */
  readonly resultsBucket?: IBucket;
  readonly api: TaskApi;
  /** Of the HTTP API. */
  readonly url: string;
  /** Of the WebSocket API. */
  readonly liveUrl: string;

  constructor(scope: Construct, id: string, props: LongRunningTaskProps) {
    super(scope, id);
    expectNoFaults(this.node.path, faultsOf(this, props));
    const task = readTaskModule(props.task);
    const { api, steps, speed } = { ...props, api: props.api ?? this.addApi(props) };
    const orders = new OrdersTable(this, 'OrdersTable');
    const files = props.results === 'bucket' ? new ResultFiles(this, 'ResultFiles') : undefined;
    const worker = new StepWorker(this, 'StepWorker', { ...props.worker, orders, steps, files });
    new OrderApi(this, 'OrderApi', {
      task,
      api,
      orders,
      queue: worker.queue,
      ...(speed !== undefined && { speed }),
    });
    files?.addDownload({ task, api, orders });
    api.serve(task, orders);
    const updates = new LiveUpdates(this, 'LiveUpdates', { task, live: api.live, orders });
    new Alarms(this, 'Alarms', {
      queue: worker.queue,
      parkedMessages: worker.parkedMessages,
      failedNotifications: updates.failedNotifications,
      sweeper: worker.sweeper,
    });
    this.worker = worker.fn;
    this.queue = worker.queue;
    this.deadLetterQueue = worker.deadLetterQueue;
    this.parkedMessages = worker.parkedMessages;
    this.table = orders.table;
    if (files) this.resultsBucket = files.bucket as IBucket;
    this.api = api;
    this.url = api.url;
    this.liveUrl = api.liveUrl;
  }

  private addApi({ task, auth, allowedOrigins }: LongRunningTaskProps): TaskApi {
    if (!auth) throw new TypeError('faultsOf lets no task without an api and without an auth through');
    return new TaskApi(this, 'Api', { tasks: [task], auth, ...(allowedOrigins && { allowedOrigins }) });
  }
}
