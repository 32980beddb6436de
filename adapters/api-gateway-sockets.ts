import {
  type ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Sockets } from '../domain/ports.ts';

export function apiGatewaySockets(client: ApiGatewayManagementApiClient): Sockets {
  return {
    post: (ConnectionId, message) =>
      unlessGone(client.send(new PostToConnectionCommand({ ConnectionId, Data: JSON.stringify(message) }))),
    async close(ConnectionId) {
      await unlessGone(client.send(new DeleteConnectionCommand({ ConnectionId })));
    },
  };
}

async function unlessGone(call: Promise<unknown>): Promise<'sent' | 'gone'> {
  try {
    await call;
    return 'sent';
  } catch (error) {
    if (error instanceof GoneException) return 'gone';
    throw error;
  }
}
