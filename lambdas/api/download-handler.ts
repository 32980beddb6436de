import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbOrderRepository } from '../../adapters/dynamodb/order-repository.ts';
import { s3FileLinks } from '../../adapters/s3/file-links.ts';
import { s3ClientSettings } from '../../adapters/s3/s3-client-settings.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { readEnv } from '../read-env.ts';
import { createDownload } from './download.ts';
import { downloadEnvSchema } from './env.ts';

const env = readEnv(downloadEnvSchema);
const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));

export const handler = createDownload({
  orders: dynamoDbOrderRepository({ client, tableName: env.ORDERS_TABLE }),
  linkTo: s3FileLinks(new S3Client(s3ClientSettings), env.RESULTS_BUCKET),
  clock: systemClock,
  problemTypes: env.PROBLEM_TYPES,
});
