import type {
  APIGatewayEventWebsocketRequestContextV2,
  APIGatewayProxyStructuredResultV2,
  APIGatewayProxyWebsocketEventV2WithRequestContext,
} from 'aws-lambda';
import type { Clock, ConnectionBook, Sockets } from '../../domain/ports.ts';
import { type Syncing, sync } from '../../domain/sync.ts';
import { protocolOf } from '../../domain/task.ts';
import { coffeeFunction } from '../coffee-function.ts';
import type { CustomerContext } from './authorizer.ts';
import { clientMessage } from './client-message.ts';

/** What a connection of one task needs. */
export interface TaskPorts extends Syncing {
  readonly connections: ConnectionBook;
}

export interface SocketPorts {
  /** By the name of the task. */
  readonly tasks: ReadonlyMap<string, TaskPorts>;
  readonly sockets: Sockets;
  readonly clock: Clock;
}

export type SocketEvent = APIGatewayProxyWebsocketEventV2WithRequestContext<
  APIGatewayEventWebsocketRequestContextV2 & { authorizer: CustomerContext }
> & { headers?: Record<string, string> };

type Ports = SocketPorts & TaskPorts;
type Answer = APIGatewayProxyStructuredResultV2;

/** API Gateway ends every connection after two hours; some minutes for clocks that differ. */
const longestConnectionMs = (2 * 60 + 10) * 60 * 1000;

/** The WebSocket API's routes: connect, disconnect, and every message. */
export function createSocket(ports: SocketPorts) {
  return coffeeFunction<SocketEvent, Answer>().handler((event) => {
    const task = ports.tasks.get(event.requestContext.authorizer.task);
    // The client offered no subprotocol of ours.
    if (!task) return Promise.resolve({ statusCode: 400 });
    switch (event.requestContext.eventType) {
      case 'CONNECT':
        return connect({ ...ports, ...task }, event);
      case 'DISCONNECT':
        return disconnect(task, event);
      case 'MESSAGE':
        return message({ ...ports, ...task }, event);
    }
  });
}

async function connect({ task, connections, clock }: Ports, event: SocketEvent): Promise<Answer> {
  const { connectionId, authorizer } = event.requestContext;
  const connectedAt = clock.now();
  const expiresAt = Math.min(connectedAt + longestConnectionMs, Number(authorizer.tokenExpiresAt));
  await connections.add({ owner: authorizer.owner, connectionId, connectedAt, expiresAt });
  return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': protocolOf(task.name) } };
}

async function disconnect({ connections }: TaskPorts, event: SocketEvent): Promise<Answer> {
  const { connectionId, authorizer } = event.requestContext;
  await connections.remove({ owner: authorizer.owner, connectionId });
  return { statusCode: 200 };
}

async function message(ports: Ports, event: SocketEvent): Promise<Answer> {
  const { connectionId, authorizer } = event.requestContext;
  for (const reply of await repliesTo(ports, event)) {
    if ((await ports.sockets.post(connectionId, reply)) === 'gone') break;
  }
  if (hasExpired(ports, authorizer)) await ports.sockets.close(connectionId);
  return { statusCode: 200 };
}

async function repliesTo(ports: Ports, event: SocketEvent): Promise<readonly object[]> {
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
