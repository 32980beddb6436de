import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbOrderBook } from '../../adapters/dynamodb-order-book.ts';
import { sqsSlipRail } from '../../adapters/sqs-slip-rail.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { uuidOrderIds } from '../../adapters/uuid-order-ids.ts';
import { readEnv } from '../read-env.ts';
import { createApi } from './api.ts';
import { apiEnvSchema } from './env.ts';

const env = readEnv(apiEnvSchema);
const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));

export const handler = createApi({
  orders: dynamoDbOrderBook({ client, tableName: env.ORDERS_TABLE, byOwnerIndex: env.BY_OWNER_INDEX }),
  slips: sqsSlipRail(new SQSClient(awsClientSettings), env.SLIPS_QUEUE_URL),
  ids: uuidOrderIds,
  clock: systemClock,
  speed: env.BREW_SPEED,
});
