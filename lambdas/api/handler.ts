import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbOpenOrders } from '../../adapters/dynamodb/open-orders.ts';
import { dynamoDbOrderRepository } from '../../adapters/dynamodb/order-repository.ts';
import { sqsStepQueue } from '../../adapters/sqs/step-queue.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { uuidOrderIds } from '../../adapters/uuid-order-ids.ts';
import type { Task } from '../../domain/task.ts';
import { readEnv } from '../read-env.ts';
import { createApi } from './api.ts';
import { apiEnvSchema } from './env.ts';

export function orderApiHandler(task: Task) {
  const env = readEnv(apiEnvSchema);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));

  return createApi({
    task,
    orders: dynamoDbOrderRepository({
      client,
      tableName: env.ORDERS_TABLE,
      byOwnerIndex: env.BY_OWNER_INDEX,
    }),
    open: dynamoDbOpenOrders({
      client,
      tableName: env.ORDERS_TABLE,
      indexName: env.OPEN_BY_OWNER_INDEX,
      consistent: false,
    }),
    queue: sqsStepQueue(new SQSClient(awsClientSettings), env.STEPS_QUEUE_URL),
    ids: uuidOrderIds,
    clock: systemClock,
    speed: env.SPEED,
  });
}
