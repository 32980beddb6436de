import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbOrderRepository } from '../../adapters/dynamodb/order-repository.ts';
import { dynamoDbOverdueOrders } from '../../adapters/dynamodb/overdue-orders.ts';
import { sqsStepQueue } from '../../adapters/sqs/step-queue.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { readEnv } from '../read-env.ts';
import { sweeperEnvSchema } from './env.ts';
import { createSweeper } from './sweeper.ts';

const env = readEnv(sweeperEnvSchema);
const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));
const tableName = env.ORDERS_TABLE;

export const handler = createSweeper({
  orders: dynamoDbOrderRepository({ client, tableName }),
  overdue: dynamoDbOverdueOrders({ client, tableName, indexName: env.OPEN_INDEX }),
  queue: sqsStepQueue(new SQSClient(awsClientSettings), env.STEPS_QUEUE_URL),
  clock: systemClock,
});
