import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ApiEnv } from '../lambdas/api/env.ts';
import { lambdaFile } from './functions/function-entry.ts';
import { TaskFunction } from './functions/task-function.ts';
import type { TaskModule } from './functions/task-module.ts';
import { OrdersTable } from './orders-table.ts';
import type { TaskApi } from './task-api.ts';

export interface OrderApiProps {
  readonly task: TaskModule;
  readonly api: TaskApi;
  readonly orders: OrdersTable;
  readonly queue: IQueue;
  /** How many times as fast as the task says its steps go. @default 1 */
  readonly speed?: number;
}

/** The task's routes of the HTTP API: takes orders, answers at once. */
export class OrderApi extends Construct {
  constructor(scope: Construct, id: string, props: OrderApiProps) {
    super(scope, id);
    const { fn } = this.addFunction(props);
    const { GET, HEAD, POST, DELETE } = HttpMethod;
    const { api, task } = props;
    api.addRoutes(`/${task.collection}`, [POST, GET, HEAD], fn);
    api.addRoutes(`/${task.collection}/{id}`, [GET, HEAD, DELETE], fn);
  }

  private addFunction({ task, orders, queue, speed = 1 }: OrderApiProps): TaskFunction<ApiEnv> {
    const api = new TaskFunction<ApiEnv>(this, 'Api', {
      code: {
        module: lambdaFile('api/handler'),
        factory: 'orderApiHandler',
        args: 'task',
        imports: [{ name: task.exportName, as: 'task', from: task.file }],
      },
      description: 'Takes orders, tells their status, lists and cancels them',
      memorySize: 512,
      environment: {
        ORDERS_TABLE: orders.table.tableName,
        BY_OWNER_INDEX: orders.byOwnerIndex,
        OPEN_BY_OWNER_INDEX: OrdersTable.openByOwnerIndex,
        STEPS_QUEUE_URL: queue.queueUrl,
        SPEED: String(speed),
      },
    });
    orders.allowReadAndWrite(api);
    orders.allowList(api);
    api.allow(['sqs:SendMessage'], queue.queueArn);
    return api;
  }
}
