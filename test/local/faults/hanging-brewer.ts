import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClientSettings } from '../../../adapters/aws-client-settings.ts';
import { dynamoDbOrderBook } from '../../../adapters/dynamodb-order-book.ts';
import { sqsSlipRail } from '../../../adapters/sqs-slip-rail.ts';
import { sqsVisibility } from '../../../adapters/sqs-visibility.ts';
import { systemClock } from '../../../adapters/system-clock.ts';
import { createBrewer } from '../../../lambdas/brew/brewer.ts';
import { brewEnvSchema } from '../../../lambdas/brew/env.ts';
import { readEnv } from '../../../lambdas/read-env.ts';

const env = readEnv(brewEnvSchema);
const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));
const sqs = new SQSClient(awsClientSettings);

/** The brew station as it is, but for a label printer that never comes to an end and listens to nobody. */
export const handler = createBrewer({
  orders: dynamoDbOrderBook({ client, tableName: env.ORDERS_TABLE }),
  slips: sqsSlipRail(sqs, env.SLIPS_QUEUE_URL),
  hide: sqsVisibility(sqs, env.SLIPS_QUEUE_URL),
  clock: systemClock,
  works: { labelling: () => new Promise(() => {}) },
});
