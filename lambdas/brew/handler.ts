import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbOrderRepository } from '../../adapters/dynamodb/order-repository.ts';
import { sqsPutBack } from '../../adapters/sqs/put-back.ts';
import { sqsStepQueue } from '../../adapters/sqs/step-queue.ts';
import { sqsVisibility } from '../../adapters/sqs/visibility.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { FileStore } from '../../domain/ports.ts';
import type { StepHandlers } from '../../domain/steps/step-handler.ts';
import { readEnv } from '../read-env.ts';
import { stepWorkerEnvSchema } from './env.ts';
import { createStepWorker } from './step-worker.ts';

/** @param filesIn for a task whose steps make files: the client of its bucket would cost the others' cold starts */
export function stepWorkerHandler(steps: StepHandlers, filesIn?: (bucket: string) => FileStore) {
  const env = readEnv(stepWorkerEnvSchema);
  const { RESULTS_BUCKET } = env;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));
  const sqs = new SQSClient(awsClientSettings);

  return createStepWorker({
    orders: dynamoDbOrderRepository({ client, tableName: env.ORDERS_TABLE }),
    queue: sqsStepQueue(sqs, env.STEPS_QUEUE_URL),
    extendVisibility: sqsVisibility(sqs, env.STEPS_QUEUE_URL),
    putBack: sqsPutBack(sqs, env.STEPS_QUEUE_URL),
    clock: systemClock,
    steps,
    ...(filesIn && RESULTS_BUCKET !== undefined && { files: filesIn(RESULTS_BUCKET) }),
  });
}
