import { ServiceError } from './service-error.ts';
import type { ServiceReply } from './service-reply.ts';

/** The open WebSocket connections, behind `/@connections`. */
export interface Connections {
  post(connectionId: string, data: Buffer): Promise<'sent' | 'gone' | 'too-large'>;
  get(connectionId: string): ConnectionStatus | 'gone';
  /** Closes the connection from our side. */
  delete(connectionId: string): 'deleted' | 'gone';
}

interface ConnectionStatus {
  /** Milliseconds since 1970, as the next one. */
  readonly connectedAt: number;
  readonly lastActiveAt: number;
  readonly identity: object;
}

/** The API Gateway Management API. Rejects with `ServiceError`. */
export async function callConnection(
  connections: Connections,
  action: string,
  connectionId: string,
  data: Buffer,
): Promise<ServiceReply> {
  if (action === 'PostToConnection') return posted(await connections.post(connectionId, data));
  if (action === 'DeleteConnection') {
    if (connections.delete(connectionId) === 'gone') throw gone();
    return { status: 204, body: undefined };
  }
  const status = connections.get(connectionId);
  if (status === 'gone') throw gone();
  const [connectedAt, lastActiveAt] = [status.connectedAt, status.lastActiveAt].map((ms) =>
    new Date(ms).toISOString(),
  );
  return { status: 200, body: { ...status, connectedAt, lastActiveAt } };
}

function posted(outcome: 'sent' | 'gone' | 'too-large'): ServiceReply {
  if (outcome === 'gone') throw gone();
  if (outcome === 'too-large') throw new ServiceError('PayloadTooLargeException', 'Message too long', 413);
  return { status: 200, body: undefined };
}

function gone(): ServiceError {
  return new ServiceError('GoneException', 'Gone', 410);
}
