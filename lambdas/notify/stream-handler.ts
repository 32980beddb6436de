import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { apiGatewaySockets } from '../../adapters/api-gateway-sockets.ts';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbConnectionRepository } from '../../adapters/dynamodb/connection-repository.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { Task } from '../../domain/task.ts';
import { readEnv } from '../read-env.ts';
import { streamEnvSchema } from './env.ts';
import { createUpdatePublisher } from './update-publisher.ts';

export function streamHandler(task: Task) {
  const env = readEnv(streamEnvSchema);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));

  return createUpdatePublisher({
    task,
    connections: dynamoDbConnectionRepository(client, env.CONNECTIONS_TABLE, task.name),
    sockets: apiGatewaySockets(new ApiGatewayManagementApiClient(awsClientSettings)),
    clock: systemClock,
  });
}
