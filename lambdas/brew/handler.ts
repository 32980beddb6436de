import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbOrderRepository } from '../../adapters/dynamodb/order-repository.ts';
import { sqsPutBack } from '../../adapters/sqs/put-back.ts';
import { sqsStepQueue } from '../../adapters/sqs/step-queue.ts';
import { sqsVisibility } from '../../adapters/sqs/visibility.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { StepHandlers } from '../../domain/steps/step-handler.ts';
import { readEnv } from '../read-env.ts';
import { stepWorkerEnvSchema } from './env.ts';
import { createStepWorker } from './step-worker.ts';

export function stepWorkerHandler(steps: StepHandlers) {
  const env = readEnv(stepWorkerEnvSchema);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));
  const sqs = new SQSClient(awsClientSettings);

  return createStepWorker({
    orders: dynamoDbOrderRepository({ client, tableName: env.ORDERS_TABLE }),
    queue: sqsStepQueue(sqs, env.STEPS_QUEUE_URL),
    extendVisibility: sqsVisibility(sqs, env.STEPS_QUEUE_URL),
    putBack: sqsPutBack(sqs, env.STEPS_QUEUE_URL),
    clock: systemClock,
    steps,
  });
}
