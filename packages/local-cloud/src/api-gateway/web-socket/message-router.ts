import * as v from 'valibot';
import type { ApiDefinition, ApiRoute } from '../api-definition.ts';
import type { IntegrationResult, InvokeIntegration } from '../integration-invoker.ts';
import { newRequestId } from '../request-context.ts';
import { selectRoute } from './route-selection.ts';
import type { AuthorizerContext, Session } from './session.ts';
import type { EventFactory } from './web-socket-events.ts';

export interface MessageRouterParts {
  readonly api: ApiDefinition;
  readonly stage: string;
  readonly events: EventFactory;
  readonly invoke: InvokeIntegration;
  readonly timeoutMs: number;
  readonly admits: (routeKey: string) => boolean;
}

const proxyResponse = v.object({
  statusCode: v.union([v.number(), v.pipe(v.string(), v.digits())]),
  body: v.nullish(v.string()),
});

/**
 * Brings a message to the function of its route. Gives what is to be sent back to the client, if anything.
 * Messages are not queued behind one another: AWS does not keep their order either.
 */
export function createMessageRouter({ api, stage, events, invoke, timeoutMs, admits }: MessageRouterParts) {
  const routes = new Map(api.routes.map((route) => [route.routeKey, route]));
  const expression = api.properties.RouteSelectionExpression ?? '';

  return async (
    session: Session,
    authorizer: AuthorizerContext | undefined,
    body: string,
  ): Promise<string | undefined> => {
    const route = findRoute(body);
    if (!route) return errorFrame('Forbidden', session, newRequestId());
    if (!admits(route.routeKey)) return errorFrame('Too Many Requests', session, newRequestId());
    const event = events.message(session, authorizer, { routeKey: route.routeKey, body });
    const result = await invoke({
      functionArn: route.functionArn,
      sourceArn: `${api.arn}/${stage}/${route.routeKey}`,
      timeoutMs: route.timeoutMs ?? timeoutMs,
      event,
    });
    const reply = readReply(result);
    if (!reply) return errorFrame('Internal server error', session, event.requestContext.requestId);
    return route.returnsResponse ? (reply.body ?? undefined) : undefined;
  };

  function findRoute(body: string): ApiRoute | undefined {
    const key = selectRoute(expression, body);
    // $connect and $disconnect belong to the gateway: a client cannot ask for them by name.
    const named = key === undefined || key.startsWith('$') ? undefined : routes.get(key);
    return named ?? routes.get('$default');
  }
}

function readReply(result: IntegrationResult): v.InferOutput<typeof proxyResponse> | undefined {
  if (result.outcome !== 'returned') return undefined;
  const parsed = v.safeParse(proxyResponse, result.payload);
  return parsed.success ? parsed.output : undefined;
}

function errorFrame(message: string, { connectionId }: Session, requestId: string): string {
  return JSON.stringify({ message, connectionId, requestId });
}
