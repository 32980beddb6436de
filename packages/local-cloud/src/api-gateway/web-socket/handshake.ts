import type { IncomingMessage } from 'node:http';
import type { ApiDefinition, ApiRoute } from '../api-definition.ts';
import type { InvokeIntegration } from '../integration-invoker.ts';
import { readConnectAnswer } from './connect-route.ts';
import { type ConnectDecision, createRequestAuthorizer } from './request-authorizer.ts';
import type { AuthorizerContext, Session } from './session.ts';
import type { EventFactory } from './web-socket-events.ts';

export interface HandshakeParts {
  readonly api: ApiDefinition;
  readonly stage: string;
  readonly events: EventFactory;
  readonly invoke: InvokeIntegration;
  /** Milliseconds. */
  readonly timeoutMs: number;
  readonly admits: (routeKey: string) => boolean;
}

export type HandshakeResult =
  | { outcome: 'accepted'; subprotocol?: string | undefined; authorizer?: AuthorizerContext | undefined }
  | { outcome: 'refused'; status: number };

/** Asks the authorizer and then the $connect route whether a client may come in. */
export function createHandshake({ api, stage, events, invoke, timeoutMs, admits }: HandshakeParts) {
  const route = api.routes.find(({ routeKey }) => routeKey === '$connect');
  const authorizer = route?.authorizer;
  const authorize =
    authorizer && createRequestAuthorizer({ authorizer, apiArn: api.arn, stage, events, invoke, timeoutMs });

  return async (session: Session, req: IncomingMessage): Promise<HandshakeResult> => {
    if (!isWebSocketRequest(req)) return { outcome: 'refused', status: 400 };
    if (!route) return { outcome: 'accepted' };
    if (!admits('$connect')) return { outcome: 'refused', status: 429 };
    const decision = await authorize?.(session, req);
    if (decision?.outcome === 'refused') return decision;
    return await connect(route, session, req, decision);
  };

  async function connect(
    { functionArn, timeoutMs: ownTimeoutMs }: ApiRoute,
    session: Session,
    req: IncomingMessage,
    decision: Extract<ConnectDecision, { outcome: 'allowed' }> | undefined,
  ): Promise<HandshakeResult> {
    const result = await invoke({
      functionArn,
      sourceArn: `${api.arn}/${stage}/$connect`,
      timeoutMs: ownTimeoutMs ?? timeoutMs,
      event: events.connect(session, req, decision?.context),
    });
    const answer = readConnectAnswer(result);
    return answer.outcome === 'accepted' ? { ...answer, authorizer: decision?.context } : answer;
  }
}

// The same as ws will check; looked at first so that no function runs for a request that cannot succeed.
function isWebSocketRequest({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['sec-websocket-version'] === '13' &&
    /^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')
  );
}
