import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbOrderRepository } from '../../adapters/dynamodb/order-repository.ts';
import { sqsParkedMessages } from '../../adapters/sqs/parked-messages.ts';
import { sqsPutBack } from '../../adapters/sqs/put-back.ts';
import { sqsStepQueue } from '../../adapters/sqs/step-queue.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { readEnv } from '../read-env.ts';
import { createDeadLetters } from './dead-letters.ts';
import { deadLettersEnvSchema } from './env.ts';

const env = readEnv(deadLettersEnvSchema);
const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));
const sqs = new SQSClient(awsClientSettings);

export const handler = createDeadLetters({
  orders: dynamoDbOrderRepository({ client, tableName: env.ORDERS_TABLE }),
  queue: sqsStepQueue(sqs, env.STEPS_QUEUE_URL),
  keep: sqsParkedMessages(sqs, env.PARKED_MESSAGES_QUEUE_URL),
  putBack: sqsPutBack(sqs, env.STEPS_QUEUE_URL),
  clock: systemClock,
});
