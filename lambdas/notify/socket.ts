import type {
  APIGatewayEventWebsocketRequestContextV2,
  APIGatewayProxyStructuredResultV2,
  APIGatewayProxyWebsocketEventV2WithRequestContext,
} from 'aws-lambda';
import type { Clock, ConnectionRepository, Sockets } from '../../domain/ports.ts';
import { type Syncing, sync } from '../../domain/serving/sync.ts';
import { protocolOf } from '../../domain/task.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { loggedFunction } from '../logged-function.ts';
import type { CustomerContext } from './authorizer.ts';
import { type ClientMessage, clientMessage } from './client-message.ts';

/** What a connection of one task needs. */
export interface TaskPorts extends Omit<Syncing, 'sockets' | 'clock'> {
  readonly connections: ConnectionRepository;
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

/** Of one sync: the rest follows on `more`, in between comes what other customers ask. */
const ordersPerSync = { page: 50, orders: 100 };

/** What is left for the last page and the end of the claim when the function's time runs out. */
const windUpMs = 5000;

/** The WebSocket API's routes: connect, disconnect, and every message. */
export function createSocket(ports: SocketPorts) {
  return loggedFunction<SocketEvent, Answer>().handler((event, context) => {
    const task = ports.tasks.get(event.requestContext.authorizer.task);
    // The client offered no subprotocol of ours.
    if (!task) return Promise.resolve({ statusCode: 400 });
    switch (event.requestContext.eventType) {
      case 'CONNECT':
        return connect({ ...ports, ...task }, event);
      case 'DISCONNECT':
        return disconnect(task, event);
      case 'MESSAGE':
        return message({ ...ports, ...task }, event, context.getRemainingTimeInMillis());
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

async function message(ports: Ports, event: SocketEvent, remainingMs: number): Promise<Answer> {
  const { connectionId, authorizer } = event.requestContext;
  const reply = await replyTo(ports, event, remainingMs);
  if (reply) await ports.sockets.post(connectionId, reply);
  if (hasExpired(ports, authorizer)) await ports.sockets.close(connectionId);
  return { statusCode: 200 };
}

async function replyTo(ports: Ports, event: SocketEvent, remainingMs: number): Promise<object | undefined> {
  const { authorizer } = event.requestContext;
  if (hasExpired(ports, authorizer)) return error('The token has expired. Connect again with a new one.');
  const said = clientMessage(event.body, event.isBase64Encoded);
  if (typeof said === 'string') return error(said);
  return said.action === 'ping' ? { type: 'pong' } : syncOnce(ports, event, said, remainingMs);
}

/** One sync of a connection at a time: whoever says it again and again costs no more than saying no. */
async function syncOnce(
  ports: Ports,
  { requestContext: { connectionId, authorizer } }: SocketEvent,
  said: Extract<ClientMessage, { action: 'sync' }>,
  remainingMs: number,
): Promise<object | undefined> {
  const connection = { owner: authorizer.owner, connectionId };
  const now = ports.clock.now();
  const claimedUntil = now + remainingMs;
  if (!(await ports.connections.claimSync(connection, now, claimedUntil))) {
    return error('A sync of this connection is under way. Wait for its end, and ask again.');
  }
  try {
    const { seen, after } = said;
    const request = { ...connection, seen, after: after === undefined ? undefined : decodeCursor(after) };
    const budget = { ...ordersPerSync, until: claimedUntil - windUpMs };
    const synced = await sync(ports, request, budget);
    return synced.outcome === 'more' ? { type: 'more', after: encodeCursor(synced.after) } : undefined;
  } finally {
    await ports.connections.endSync(connection, claimedUntil);
  }
}

function hasExpired({ clock }: SocketPorts, { tokenExpiresAt }: CustomerContext): boolean {
  return Number(tokenExpiresAt) <= clock.now();
}

function error(detail: string) {
  return { type: 'error', detail };
}
