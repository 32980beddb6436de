import type { IncomingMessage } from 'node:http';
import { newRequestId, requestTime } from '../request-context.ts';
import type { AuthorizerContext, Session } from './session.ts';

export interface Gateway {
  readonly apiId: string;
  readonly stage: string;
  readonly domainName: string;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
}

/**
 * The events that functions behind a WebSocket API get.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function createEventFactory(gateway: Gateway) {
  return {
    authorize: (session: Session, req: IncomingMessage, methodArn: string) => ({
      type: 'REQUEST',
      methodArn,
      ...headersOf(req),
      ...queryOf(req, {}),
      stageVariables: gateway.stageVariables ?? {},
      requestContext: context(session, '$connect', 'CONNECT'),
    }),

    connect: (session: Session, req: IncomingMessage, authorizer: AuthorizerContext | undefined) => ({
      ...headersOf(req),
      ...queryOf(req),
      ...stageVariables(),
      requestContext: { ...context(session, '$connect', 'CONNECT'), ...(authorizer && { authorizer }) },
      isBase64Encoded: false,
    }),

    message: (
      session: Session,
      authorizer: AuthorizerContext | undefined,
      { routeKey, body }: { routeKey: string; body: string },
    ) => ({
      ...stageVariables(),
      requestContext: {
        ...context(session, routeKey, 'MESSAGE'),
        messageId: newRequestId(),
        ...(authorizer && { authorizer }),
      },
      body,
      isBase64Encoded: false,
    }),

    disconnect: (
      session: Session,
      authorizer: AuthorizerContext | undefined,
      { code, reason }: { code: number; reason: string },
    ) => ({
      headers: { Host: gateway.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
      multiValueHeaders: {
        Host: [gateway.domainName],
        'x-api-key': [''],
        'X-Forwarded-For': [''],
        'x-restapi': [''],
      },
      ...stageVariables(),
      requestContext: {
        ...context(session, '$disconnect', 'DISCONNECT'),
        disconnectStatusCode: code,
        disconnectReason: reason,
        ...(authorizer && { authorizer }),
      },
      isBase64Encoded: false,
    }),
  };

  function context(session: Session, routeKey: string, eventType: string) {
    const now = Date.now();
    const requestId = newRequestId();
    return {
      routeKey,
      eventType,
      extendedRequestId: requestId,
      requestTime: requestTime(now),
      messageDirection: 'IN',
      stage: gateway.stage,
      connectedAt: session.connectedAt,
      requestTimeEpoch: now,
      identity: session.identity,
      requestId,
      domainName: gateway.domainName,
      connectionId: session.connectionId,
      apiId: gateway.apiId,
    };
  }

  function stageVariables() {
    return gateway.stageVariables && { stageVariables: gateway.stageVariables };
  }
}

export type EventFactory = ReturnType<typeof createEventFactory>;

/** Names as the client spelled them; the last of several values counts where only one has room. */
function headersOf({ rawHeaders }: IncomingMessage) {
  const pairs = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
  );
  return { headers: Object.fromEntries(pairs), multiValueHeaders: multiValues(pairs) };
}

function queryOf(req: IncomingMessage, whenNone: object | undefined = undefined) {
  const pairs = [...new URL(req.url ?? '/', 'http://localhost').searchParams];
  if (pairs.length === 0 && !whenNone) return {};
  return {
    queryStringParameters: Object.fromEntries(pairs),
    multiValueQueryStringParameters: multiValues(pairs),
  };
}

function multiValues(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(values);
}
