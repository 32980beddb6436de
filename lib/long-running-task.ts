import type { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { LiveUpdates } from './live-updates.ts';
import { OrderApi } from './order-api.ts';
import { OrdersTable } from './orders-table.ts';
import { StepWorker, type WorkerOptions } from './step-worker.ts';
import { TaskApi } from './task-api.ts';
import type { TaskAuth } from './task-auth.ts';
import { readTaskModule } from './task-module.ts';

export interface LongRunningTaskProps {
  /** Absolute path of the file that exports the task, made by `defineTask`. */
  readonly task: string;
  /** Absolute path of the file that exports `steps`, made by `stepHandlers`. */
  readonly steps: string;
  /** Who may order. @default that of `api` */
  readonly auth?: TaskAuth;
  /** Shared with other tasks; made for this one among others. @default APIs of its own */
  readonly api?: TaskApi;
  /** Origins of pages that may call from a browser. @default none, or those of `api` */
  readonly allowedOrigins?: readonly string[];
  /** The function that runs the step handlers. @default 30 seconds, 256 MB, 10 batches at once */
  readonly worker?: WorkerOptions;
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
  readonly api: TaskApi;
  /** Of the HTTP API. */
  readonly url: string;
  /** Of the WebSocket API. */
  readonly liveUrl: string;

  constructor(scope: Construct, id: string, props: LongRunningTaskProps) {
    super(scope, id);
    expectSound(props, this.node.path);
    const task = readTaskModule(props.task);
    const { api, steps, speed } = { ...props, api: props.api ?? this.addApi(props) };
    const orders = new OrdersTable(this, 'OrdersTable');
    const worker = new StepWorker(this, 'StepWorker', { ...props.worker, orders, steps });
    new OrderApi(this, 'OrderApi', {
      task,
      api,
      orders,
      queue: worker.queue,
      ...(speed !== undefined && { speed }),
    });
    api.live.serve(task, orders);
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
    this.api = api;
    this.url = api.url;
    this.liveUrl = api.liveUrl;
  }

  private addApi({ task, auth, allowedOrigins }: LongRunningTaskProps): TaskApi {
    if (!auth) throw new Error(`${this.node.path}: auth is missing; or give an api`);
    return new TaskApi(this, 'Api', { tasks: [task], auth, ...(allowedOrigins && { allowedOrigins }) });
  }
}

/** Lambda's longest run, and the concurrency that an event source mapping takes. */
const limits = {
  timeoutSeconds: 900,
  concurrency: [2, 1000],
  memorySize: [128, 10_240],
  speed: [0.001, 10_000],
} as const;

/** Throws, naming the prop, on a value that AWS would refuse. */
function expectSound(
  { api, auth, allowedOrigins, worker = {}, speed }: LongRunningTaskProps,
  path: string,
): void {
  const refuse = (prop: string, why: string) => {
    throw new Error(`${path}: ${prop} ${why}`);
  };
  if (api && auth) refuse('auth', 'is that of the api; leave it out');
  if (api && allowedOrigins) refuse('allowedOrigins', 'are those of the api; leave them out');
  if (secondsOf(worker.timeout) > limits.timeoutSeconds) refuse('worker.timeout', 'is at most 15 minutes');
  expectWithin('worker.concurrency', worker.concurrency, limits.concurrency, refuse);
  expectWithin('worker.memorySize', worker.memorySize, limits.memorySize, refuse);
  expectWithin('speed', speed, limits.speed, refuse);
}

function secondsOf(duration: Duration | undefined): number {
  return duration?.toSeconds() ?? 0;
}

function expectWithin(
  prop: string,
  value: number | undefined,
  [min, max]: readonly [number, number],
  refuse: (prop: string, why: string) => void,
): void {
  if (value !== undefined && !(value >= min && value <= max))
    refuse(prop, `is from ${min} to ${max}, not ${value}`);
}
