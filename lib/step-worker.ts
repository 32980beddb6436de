import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { type IFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeadLettersEnv, StepWorkerEnv, SweeperEnv } from '../lambdas/brew/env.ts';
import { adapterFile, lambdaFile } from './functions/function-entry.ts';
import { TaskFunction } from './functions/task-function.ts';
import type { OrdersTable } from './orders-table.ts';
import type { ResultFiles } from './result-files.ts';
import { takeMessages } from './take-messages.ts';

/** The function that runs the step handlers. */
export interface WorkerOptions {
  /** Of one run, at most 15 minutes. Work that takes longer goes on from a checkpoint. @default 30 seconds */
  readonly timeout?: Duration;
  /** MB; it buys CPU too. @default 256 */
  readonly memorySize?: number;
  /** How many batches of messages are worked on at once, 2 to 1000. @default 10 */
  readonly concurrency?: number;
  /** Environment variables for the step handlers. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface StepWorkerProps extends WorkerOptions {
  readonly orders: OrdersTable;
  /** Absolute path of the file that exports `steps`. */
  readonly steps: string;
  /** Where steps keep files. @default nowhere */
  readonly files?: ResultFiles | undefined;
}

/** How many times a message is tried before it is given up. */
const maxReceiveCount = 5;

const kept = Duration.days(14);

/** The queue of step messages, the worker behind it, and what happens to messages that it gave up. */
export class StepWorker extends Construct {
  readonly fn: IFunction;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  /** Where messages lie that were given up, with the reason, for `maxReceiveCount` failures or a bad form. */
  readonly parkedMessages: Queue;
  readonly sweeper: IFunction;

  constructor(scope: Construct, id: string, props: StepWorkerProps) {
    super(scope, id);
    const timeout = props.timeout ?? Duration.seconds(30);
    this.parkedMessages = this.addQueue('ParkedMessages', { retentionPeriod: kept });
    this.deadLetterQueue = this.addQueue('DeadLetters', {
      retentionPeriod: kept,
      visibilityTimeout: visibilityFor(Duration.seconds(10)),
    });
    this.queue = this.addQueue('Steps', {
      visibilityTimeout: visibilityFor(timeout),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount },
    });
    this.fn = this.addWorker(props, timeout);
    this.addDeadLetterWorker(props.orders);
    this.sweeper = this.addSweeper(props.orders);
  }

  private addWorker(props: StepWorkerProps, timeout: Duration): IFunction {
    const { orders, steps, files, memorySize, concurrency = 10, environment } = props;
    const worker = new TaskFunction<StepWorkerEnv>(this, 'Worker', {
      code: {
        module: lambdaFile('brew/handler'),
        factory: 'stepWorkerHandler',
        args: files ? 'steps, fileStoreIn' : 'steps',
        imports: [
          { name: 'steps', as: 'steps', from: steps },
          ...(files ? [{ name: 'fileStoreIn', as: 'fileStoreIn', from: adapterFile('s3/file-store') }] : []),
        ],
      },
      description: 'Works step messages, one step of an order at a time',
      timeout,
      ...(memorySize !== undefined && { memorySize }),
      environment: {
        ...environment,
        ORDERS_TABLE: orders.table.tableName,
        STEPS_QUEUE_URL: this.queue.queueUrl,
        ...(files && { RESULTS_BUCKET: files.bucket.bucketName }),
      },
      // It feeds its own queue, once for each step: the chain ends with the order.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    orders.allowReadAndWrite(worker);
    files?.allowStore(worker);
    worker.allow(['sqs:SendMessage', 'sqs:ChangeMessageVisibility'], this.queue.queueArn);
    takeMessages(worker, this.queue, { maxConcurrency: concurrency });
    return worker.fn;
  }

  private addDeadLetterWorker(orders: OrdersTable): void {
    const worker = new TaskFunction<DeadLettersEnv>(this, 'DeadLetterWorker', {
      code: { module: lambdaFile('brew/dead-letters-handler') },
      description: 'Fails the orders that need the messages that were given up, and parks the messages',
      environment: {
        ORDERS_TABLE: orders.table.tableName,
        STEPS_QUEUE_URL: this.queue.queueUrl,
        PARKED_MESSAGES_QUEUE_URL: this.parkedMessages.queueUrl,
      },
    });
    orders.allowReadAndWrite(worker);
    worker.allow(['sqs:SendMessage'], this.queue.queueArn, this.parkedMessages.queueArn);
    takeMessages(worker, this.deadLetterQueue, { maxConcurrency: 2 });
  }

  private addSweeper(orders: OrdersTable): IFunction {
    const sweeper = new TaskFunction<SweeperEnv>(this, 'Sweeper', {
      code: { module: lambdaFile('brew/sweeper-handler') },
      description: 'Sends the messages of overdue orders again, and fails them in the end',
      timeout: Duration.minutes(1),
      environment: {
        ORDERS_TABLE: orders.table.tableName,
        OPEN_INDEX: orders.openIndex,
        STEPS_QUEUE_URL: this.queue.queueUrl,
      },
    });
    orders.allowSweep(sweeper);
    sweeper.allow(['sqs:SendMessage'], this.queue.queueArn);
    new Rule(this, 'SweepTime', {
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(sweeper.fn)],
    });
    return sweeper.fn;
  }

  private addQueue(id: string, props: ConstructorParameters<typeof Queue>[2]): Queue {
    return new Queue(this, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...props });
  }
}

/** AWS's advice: six times the function's timeout, and the batch window, which is none here. */
function visibilityFor(timeout: Duration): Duration {
  return Duration.seconds(6 * timeout.toSeconds());
}
