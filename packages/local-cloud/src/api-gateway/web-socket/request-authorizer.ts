import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { matchesGlob } from '../../lambda/glob.ts';
import { functionArnIn, type RouteAuthorizer } from '../api-definition.ts';
import type { InvokeIntegration } from '../integration-invoker.ts';
import type { AuthorizerContext, Session } from './session.ts';
import type { EventFactory } from './web-socket-events.ts';

export type ConnectDecision =
  | { outcome: 'allowed'; context: AuthorizerContext }
  | { outcome: 'refused'; status: 401 | 403 | 500 };

const oneOrMore = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((value) => [value].flat()),
);

const statement = v.strictObject({
  Sid: v.optional(v.string()),
  Effect: v.picklist(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore,
});

// Only strings, numbers and booleans may be in the context: AWS answers 500 to anything else.
const authorizerResult = v.object({
  principalId: v.string(),
  policyDocument: v.object({
    Statement: v.union([
      v.array(statement),
      v.pipe(
        statement,
        v.transform((one) => [one]),
      ),
    ]),
  }),
  context: v.nullish(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
});

export interface RequestAuthorizerParts {
  readonly authorizer: RouteAuthorizer;
  readonly apiArn: string;
  readonly stage: string;
  readonly events: EventFactory;
  readonly invoke: InvokeIntegration;
  readonly timeoutMs: number;
}

/** The Lambda authorizer of a WebSocket API's $connect route. */
export function createRequestAuthorizer(parts: RequestAuthorizerParts) {
  const { id, properties } = parts.authorizer;
  if (properties.AuthorizerType !== 'REQUEST')
    throw new Error('WebSocket APIs have REQUEST authorizers only');
  const sources = properties.IdentitySource ?? [];
  const functionArn = functionArnIn(properties.AuthorizerUri);
  const methodArn = `${parts.apiArn}/${parts.stage}/$connect`;

  return async (session: Session, req: IncomingMessage): Promise<ConnectDecision> => {
    if (!sources.every((source) => hasIdentity(req, source))) return { outcome: 'refused', status: 401 };
    const startedAt = performance.now();
    const result = await parts.invoke({
      functionArn,
      sourceArn: `${parts.apiArn}/authorizers/${id}`,
      timeoutMs: parts.timeoutMs,
      event: parts.events.authorize(session, req, methodArn),
    });
    if (result.outcome === 'failed' && result.errorMessage === 'Unauthorized') {
      return { outcome: 'refused', status: 401 };
    }
    if (result.outcome !== 'returned') return { outcome: 'refused', status: 500 };
    return decide(result.payload, methodArn, Math.round(performance.now() - startedAt));
  };
}

function hasIdentity(req: IncomingMessage, source: string): boolean {
  const [, location, name = ''] = /^route\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  const found =
    location === 'header'
      ? req.headersDistinct[name.toLowerCase()]?.join()
      : new URL(req.url ?? '/', 'http://localhost').searchParams.get(name);
  return Boolean(found);
}

function decide(payload: unknown, methodArn: string, integrationLatency: number): ConnectDecision {
  const parsed = v.safeParse(authorizerResult, payload);
  if (!parsed.success) return { outcome: 'refused', status: 500 };
  const { principalId, policyDocument, context } = parsed.output;
  if (!allows(policyDocument.Statement, methodArn)) return { outcome: 'refused', status: 403 };
  const strings = Object.entries(context ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    outcome: 'allowed',
    context: { ...Object.fromEntries(strings), principalId, integrationLatency },
  };
}

function allows(statements: readonly v.InferOutput<typeof statement>[], methodArn: string): boolean {
  const effects = statements
    .filter(({ Action }) => Action.some((action) => matchesGlob(action.toLowerCase(), 'execute-api:invoke')))
    .filter(({ Resource }) => Resource.some((resource) => matchesGlob(resource, methodArn)))
    .map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}
