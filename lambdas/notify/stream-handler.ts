import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { apiGatewaySockets } from '../../adapters/api-gateway-sockets.ts';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbConnectionBook } from '../../adapters/dynamodb-connection-book.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { readEnv } from '../read-env.ts';
import { createAnnouncer } from './announcer.ts';
import { streamEnvSchema } from './env.ts';

const env = readEnv(streamEnvSchema);
const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));

export const handler = createAnnouncer({
  connections: dynamoDbConnectionBook(client, env.CONNECTIONS_TABLE),
  sockets: apiGatewaySockets(new ApiGatewayManagementApiClient(awsClientSettings)),
  clock: systemClock,
});
