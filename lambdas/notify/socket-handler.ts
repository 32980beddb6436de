import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { apiGatewaySockets } from '../../adapters/api-gateway-sockets.ts';
import { awsClientSettings } from '../../adapters/aws-client-settings.ts';
import { dynamoDbConnectionRepository } from '../../adapters/dynamodb/connection-repository.ts';
import { dynamoDbOpenOrders } from '../../adapters/dynamodb/open-orders.ts';
import { dynamoDbOrderRepository } from '../../adapters/dynamodb/order-repository.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { Task } from '../../domain/task.ts';
import { readEnv } from '../read-env.ts';
import { socketEnvSchema } from './env.ts';
import { createSocket, type TaskPorts } from './socket.ts';

export function socketHandler(tasks: readonly Task[]) {
  const env = readEnv(socketEnvSchema);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(awsClientSettings));

  const portsOf = (task: Task): TaskPorts => {
    const tableName = env.ORDERS_TABLES[task.name];
    if (tableName === undefined) throw new Error(`ORDERS_TABLES names no table of the task ${task.name}`);
    return {
      task,
      orders: dynamoDbOrderRepository({ client, tableName }),
      open: dynamoDbOpenOrders({
        client,
        tableName,
        indexName: env.OPEN_BY_OWNER_INDEX,
        consistent: true,
      }),
      connections: dynamoDbConnectionRepository(client, env.CONNECTIONS_TABLE, task.name),
    };
  };

  return createSocket({
    tasks: new Map(tasks.map((task) => [task.name, portsOf(task)])),
    sockets: apiGatewaySockets(new ApiGatewayManagementApiClient(awsClientSettings)),
    clock: systemClock,
  });
}
