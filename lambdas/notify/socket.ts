import type {
  APIGatewayEventWebsocketRequestContextV2,
  APIGatewayProxyStructuredResultV2,
  APIGatewayProxyWebsocketEventV2WithRequestContext,
} from 'aws-lambda';
import type { Clock, ConnectionBook, Sockets } from '../../domain/ports.ts';
import { type Syncing, sync } from '../../domain/sync.ts';
import { coffeeFunction } from '../coffee-function.ts';
import type { CustomerContext } from './authorizer.ts';
import { clientMessage } from './client-message.ts';
import { protocol, readOffer } from './live-protocol.ts';

export interface SocketPorts extends Syncing {
  readonly connections: ConnectionBook;
  readonly sockets: Sockets;
  readonly clock: Clock;
}

export type SocketEvent = APIGatewayProxyWebsocketEventV2WithRequestContext<
  APIGatewayEventWebsocketRequestContextV2 & { authorizer: CustomerContext }
> & { headers?: Record<string, string> };

type Answer = APIGatewayProxyStructuredResultV2;

/** API Gateway ends every connection after two hours; some minutes for clocks that differ. */
const longestConnectionMs = (2 * 60 + 10) * 60 * 1000;

/** The WebSocket API's routes: connect, disconnect, and every message. */
export function createSocket(ports: SocketPorts) {
  return coffeeFunction<SocketEvent, Answer>().handler((event) => {
    switch (event.requestContext.eventType) {
      case 'CONNECT':
        return connect(ports, event);
      case 'DISCONNECT':
        return disconnect(ports, event);
      case 'MESSAGE':
        return message(ports, event);
    }
  });
}

async function connect({ connections, clock }: SocketPorts, event: SocketEvent): Promise<Answer> {
  if (!readOffer(event.headers).offersProtocol) return { statusCode: 400 };
  const { connectionId, authorizer } = event.requestContext;
  const connectedAt = clock.now();
  const expiresAt = Math.min(connectedAt + longestConnectionMs, Number(authorizer.tokenExpiresAt));
  await connections.add({ owner: authorizer.owner, connectionId, connectedAt, expiresAt });
  return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': protocol } };
}

async function disconnect({ connections }: SocketPorts, event: SocketEvent): Promise<Answer> {
  const { connectionId, authorizer } = event.requestContext;
  await connections.remove({ owner: authorizer.owner, connectionId });
  return { statusCode: 200 };
}

async function message(ports: SocketPorts, event: SocketEvent): Promise<Answer> {
  const { connectionId, authorizer } = event.requestContext;
  for (const reply of await repliesTo(ports, event)) {
    if ((await ports.sockets.post(connectionId, reply)) === 'gone') break;
  }
  if (hasExpired(ports, authorizer)) await ports.sockets.close(connectionId);
  return { statusCode: 200 };
}

async function repliesTo(ports: SocketPorts, event: SocketEvent): Promise<readonly object[]> {
  const { authorizer } = event.requestContext;
  if (hasExpired(ports, authorizer)) return [error('The token has expired. Connect again with a new one.')];
  const said = clientMessage(event.body, event.isBase64Encoded);
  if (typeof said === 'string') return [error(said)];
  return said.action === 'ping' ? [{ type: 'pong' }] : sync(ports, authorizer.owner, said.seen);
}

function hasExpired({ clock }: SocketPorts, { tokenExpiresAt }: CustomerContext): boolean {
  return Number(tokenExpiresAt) <= clock.now();
}

function error(detail: string) {
  return { type: 'error', detail };
}
