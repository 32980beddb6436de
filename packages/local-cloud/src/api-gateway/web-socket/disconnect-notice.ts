import type { ApiDefinition } from '../api-definition.ts';
import type { InvokeIntegration } from '../integration-invoker.ts';
import type { AuthorizerContext, Session } from './session.ts';
import type { EventFactory } from './web-socket-events.ts';

export interface DisconnectNoticeParts {
  readonly api: ApiDefinition;
  readonly stage: string;
  readonly events: EventFactory;
  readonly invoke: InvokeIntegration;
  /** Milliseconds. */
  readonly timeoutMs: number;
}

/** Tells the $disconnect route, if there is one. Best effort, as on AWS: nobody waits and nothing is retried. */
export function createDisconnectNotice({ api, stage, events, invoke, timeoutMs }: DisconnectNoticeParts) {
  const route = api.routes.find(({ routeKey }) => routeKey === '$disconnect');
  return (
    session: Session,
    authorizer: AuthorizerContext | undefined,
    why: { code: number; reason: string },
  ): void => {
    if (!route) return;
    void invoke({
      functionArn: route.functionArn,
      sourceArn: `${api.arn}/${stage}/$disconnect`,
      timeoutMs: route.timeoutMs ?? timeoutMs,
      event: events.disconnect(session, authorizer, why),
    });
  };
}
