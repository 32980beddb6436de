import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbOrderBook } from '../../adapters/dynamodb/order-repository.ts';
import { sqsPutBack } from '../../adapters/sqs/put-back.ts';
import { sqsSlipRail } from '../../adapters/sqs/step-queue.ts';
import { sqsVisibility } from '../../adapters/sqs/visibility.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { StepHandlers } from '../../domain/steps/step-handler.ts';
import { readEnv } from '../read-env.ts';
import { brewEnvSchema } from './env.ts';
import { createBrewer } from './step-worker.ts';

export function stepWorkerHandler(steps: StepHandlers) {
  const env = readEnv(brewEnvSchema);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));
  const sqs = new SQSClient(awsClientSettings);

  return createBrewer({
    orders: dynamoDbOrderBook({ client, tableName: env.ORDERS_TABLE }),
    slips: sqsSlipRail(sqs, env.STEPS_QUEUE_URL),
    hide: sqsVisibility(sqs, env.STEPS_QUEUE_URL),
    putBack: sqsPutBack(sqs, env.STEPS_QUEUE_URL),
    clock: systemClock,
    steps,
  });
}
