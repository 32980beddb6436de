import type { SocketEvent } from '../../../lambdas/notify/socket.ts';
import { t0 } from '../../fakes/an-order.ts';

export interface SocketRequest {
  readonly eventType: 'CONNECT' | 'DISCONNECT' | 'MESSAGE';
  readonly owner?: string;
  readonly task?: string;
  readonly connectionId?: string;
  readonly tokenExpiresAt?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

const routeKeys = { CONNECT: '$connect', DISCONNECT: '$disconnect', MESSAGE: '$default' };

/** An event as API Gateway's WebSocket API makes it, recorded once. */
export function socketEvent(request: SocketRequest): SocketEvent {
  const {
    eventType,
    owner = 'shawn',
    task = 'print',
    connectionId = 'JXmPLd5sliACGbQ=',
    tokenExpiresAt = t0 + 3_600_000,
  } = request;
  const headers =
    eventType === 'CONNECT' ? (request.headers ?? { 'Sec-WebSocket-Protocol': 'print.v1' }) : undefined;
  return {
    ...(headers && { headers, multiValueHeaders: manyOf(headers) }),
    requestContext: {
      routeKey: routeKeys[eventType],
      ...(eventType === 'MESSAGE' && { messageId: 'JXmPLdEvliACGbQ=' }),
      authorizer: { owner, task, tokenExpiresAt: String(tokenExpiresAt), principalId: owner } as never,
      eventType,
      extendedRequestId: 'JXmPLcf_liAFbeQ=',
      requestTime: '01/Jan/2026:08:00:00 +0000',
      messageDirection: 'IN',
      stage: 'live',
      connectedAt: 1767254400000,
      requestTimeEpoch: 1767254400001,
      requestId: 'JXmPLcf_liAFbeQ=',
      domainName: 'f6g7h8i9j0.execute-api.eu-central-1.amazonaws.com',
      connectionId,
      apiId: 'f6g7h8i9j0',
    } as SocketEvent['requestContext'],
    ...(request.body !== undefined && { body: request.body }),
    isBase64Encoded: request.isBase64Encoded ?? false,
  } as SocketEvent;
}

export function says(body: unknown, more: Partial<SocketRequest> = {}): SocketEvent {
  return socketEvent({
    eventType: 'MESSAGE',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...more,
  });
}

function manyOf(headers: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}
