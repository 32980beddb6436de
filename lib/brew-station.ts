import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { type IFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BrewEnv, DeadLettersEnv, SweeperEnv } from '../lambdas/brew/env.ts';
import { CoffeeFunction } from './coffee-function.ts';
import type { OrderBook } from './order-book.ts';
import { takeMessages } from './take-messages.ts';

export interface BrewStationProps {
  readonly orders: OrderBook;
  /** How many batches of slips are worked on at once, 2 to 1000. @default 10 */
  readonly concurrency?: number;
}

/** How many times a slip is tried before it is given up. */
const maxReceiveCount = 5;

const kept = Duration.days(14);

/** The slip rail, the workers at it, and what happens to slips that nobody could work. */
export class BrewStation extends Construct {
  readonly slips: Queue;
  /** Where slips lie that were given up, with the reason, for `maxReceiveCount` failures or a bad form. */
  readonly lostSlips: Queue;
  readonly sweeper: IFunction;
  private readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: BrewStationProps) {
    super(scope, id);
    const timeout = Duration.seconds(30);
    this.lostSlips = this.queue('LostSlips', { retentionPeriod: kept });
    this.deadLetters = this.queue('DeadLetters', {
      retentionPeriod: kept,
      visibilityTimeout: visibilityFor(Duration.seconds(10)),
    });
    this.slips = this.queue('Slips', {
      visibilityTimeout: visibilityFor(timeout),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });
    this.addBrewer(props, timeout);
    this.addDeadLetterWorker(props.orders);
    this.sweeper = this.addSweeper(props.orders);
  }

  private addBrewer({ orders, concurrency = 10 }: BrewStationProps, timeout: Duration): void {
    const brewer = new CoffeeFunction<BrewEnv>(this, 'Brewer', {
      entry: 'brew/handler.ts',
      description: 'Works order slips, one recipe step at a time',
      timeout,
      environment: {
        ORDERS_TABLE: orders.table.tableName,
        SLIPS_QUEUE_URL: this.slips.queueUrl,
      },
      // It feeds its own queue, once for each step of a recipe: the chain ends with the order.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    orders.allowReadAndWrite(brewer);
    brewer.allow(['sqs:SendMessage', 'sqs:ChangeMessageVisibility'], this.slips.queueArn);
    takeMessages(brewer, this.slips, { maxConcurrency: concurrency });
  }

  private addDeadLetterWorker(orders: OrderBook): void {
    const worker = new CoffeeFunction<DeadLettersEnv>(this, 'DeadLetterWorker', {
      entry: 'brew/dead-letters-handler.ts',
      description: 'Fails the orders that need the slips that were given up, and keeps the slips',
      environment: {
        ORDERS_TABLE: orders.table.tableName,
        SLIPS_QUEUE_URL: this.slips.queueUrl,
        LOST_SLIPS_QUEUE_URL: this.lostSlips.queueUrl,
      },
    });
    orders.allowReadAndWrite(worker);
    worker.allow(['sqs:SendMessage'], this.slips.queueArn, this.lostSlips.queueArn);
    takeMessages(worker, this.deadLetters, { maxConcurrency: 2 });
  }

  private addSweeper(orders: OrderBook): IFunction {
    const sweeper = new CoffeeFunction<SweeperEnv>(this, 'Sweeper', {
      entry: 'brew/sweeper-handler.ts',
      description: 'Sends the slips of overdue orders again, and fails them in the end',
      timeout: Duration.minutes(1),
      environment: {
        ORDERS_TABLE: orders.table.tableName,
        OPEN_INDEX: orders.openIndex,
        SLIPS_QUEUE_URL: this.slips.queueUrl,
      },
    });
    orders.allowSweep(sweeper);
    sweeper.allow(['sqs:SendMessage'], this.slips.queueArn);
    new Rule(this, 'SweepTime', {
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(sweeper.fn)],
    });
    return sweeper.fn;
  }

  private queue(id: string, props: ConstructorParameters<typeof Queue>[2]): Queue {
    return new Queue(this, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...props });
  }
}

/** AWS's advice: six times the function's timeout, and the batch window, which is none here. */
function visibilityFor(timeout: Duration): Duration {
  return Duration.seconds(6 * timeout.toSeconds());
}
