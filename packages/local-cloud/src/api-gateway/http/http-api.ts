import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiLocation, readApi } from '../api-definition.ts';
import {
  createIntegrationInvoker,
  type IntegrationParts,
  type IntegrationResult,
} from '../integration-invoker.ts';
import type { StageProperties } from '../properties.ts';
import { newRequestId } from '../request-context.ts';
import { createRouteThrottle } from '../route-throttle.ts';
import { preflightAnswer, withCorsHeaders } from './cors.ts';
import { gatewayAnswer, type HttpAnswer, internalServerError, sendAnswer } from './http-answer.ts';
import { toHttpEvent } from './http-event.ts';
import type { JwtClaims } from './jwt-authorizer.ts';
import { toLambdaAnswer } from './lambda-answer.ts';
import { pickStage } from './pick-stage.ts';
import { readBody } from './read-body.ts';
import { parseRequestTarget, type RequestTarget } from './request-target.ts';
import { createRouteAuthorization } from './route-authorization.ts';
import { createRouteTable, type MatchedRoute } from './route-table.ts';

export interface HttpApi {
  /** Answers one request; never rejects. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
const maxBodyBytes = 10 * 1024 * 1024;
const maxTimeoutMs = 30_000;
// Lambda takes no larger event; API Gateway then says the same as of a body over its own limit.
const maxEventBytes = 6 * 1024 * 1024;

/** Runs one HTTP API of the template. Throws if a route needs what is not there or not supported. */
export function createHttpApi(input: ApiLocation & IntegrationParts): HttpApi {
  const api = readApi(input);
  const findRoute = createRouteTable(api.routes);
  const authorize = createRouteAuthorization(api.routes);
  const throttles = new Map(api.stages.map((stage) => [stage, createRouteThrottle(stage)]));
  const invoke = createIntegrationInvoker(input);
  const cors = api.properties.CorsConfiguration;
  for (const { functionArn } of api.routes) input.functions(functionArn);

  return {
    async handle(req, res) {
      const requestId = newRequestId();
      try {
        const answer = await answerTo(req, requestId);
        if (!answer) return;
        const { headers, ...rest } = cors ? withCorsHeaders(answer, cors, req.headers.origin) : answer;
        sendAnswer(res, { ...rest, headers: { ...headers, 'apigw-requestid': requestId } });
      } catch (error) {
        input.log?.(`HTTP API ${input.api}: ${error}`);
        if (res.headersSent) res.destroy();
        else sendAnswer(res, internalServerError);
      }
    },
  };

  /**
   * Undefined if the client went away in the middle of its body. A preflight that a route takes, `$default` included, goes
   * to its function: whether AWS asks the function is told both ways, and what bears this bears both.
   * https://github.com/aws/serverless-application-model/issues/1603
   */
  async function answerTo(req: IncomingMessage, requestId: string): Promise<HttpAnswer | undefined> {
    const preflight = cors && preflightAnswer(cors, req);
    const found = locate(req);
    if ('status' in found) return preflight ?? found;
    if (!throttles.get(found.stage)?.admits(found.match.route.routeKey)) {
      return gatewayAnswer(429, 'Too Many Requests');
    }
    // A $default route with an authorizer guards preflights too, as on AWS.
    const decision = await authorize(found.match.route, req);
    if ('status' in decision) return decision;
    const answer = await callFunction({ req, requestId, ...found, jwt: decision.jwt });
    return answer && preflight ? { ...answer, headers: { ...answer.headers, ...preflight.headers } } : answer;
  }

  function locate(req: IncomingMessage): HttpAnswer | Location {
    const target = parseRequestTarget(req.url ?? '');
    if (!target) return gatewayAnswer(400, 'Bad Request');
    const staged = pickStage(api.stages, target.path);
    const match = staged && findRoute(req.method ?? '', staged.path);
    return match ? { target, match, stage: staged.stage } : gatewayAnswer(404, 'Not Found');
  }

  async function callFunction(call: FunctionCall): Promise<HttpAnswer | undefined> {
    const body = await readBody(call.req, maxBodyBytes);
    if (body.outcome === 'cut-off') return undefined;
    if (body.outcome === 'too-large') return tooLarge;
    const event = toHttpEvent({ ...call, body: body.bytes, apiId: api.apiId, context: input.context });
    if (exceedsLambda(event, body.bytes)) return tooLarge;
    const { route } = call.match;
    const result = await invoke({
      functionArn: route.functionArn,
      sourceArn: `${api.arn}/${call.stage.StageName}/${route.routeKey.replace(' ', '')}`,
      timeoutMs: route.timeoutMs ?? maxTimeoutMs,
      event,
    });
    return toHttpAnswer(result);
  }
}

interface Location {
  readonly target: RequestTarget;
  readonly match: MatchedRoute;
  readonly stage: StageProperties;
}

interface FunctionCall extends Location {
  readonly req: IncomingMessage;
  readonly requestId: string;
  readonly jwt: JwtClaims | undefined;
}

const tooLarge = gatewayAnswer(413, 'Request Entity Too Large', { connection: 'close' });

function exceedsLambda(event: unknown, body: Buffer): boolean {
  // JSON makes a byte into six at most, so that a small body need not be counted.
  const worstCase = 6 * body.length;
  return worstCase > maxEventBytes / 2 && Buffer.byteLength(JSON.stringify(event)) > maxEventBytes;
}

function toHttpAnswer(result: IntegrationResult): HttpAnswer {
  switch (result.outcome) {
    case 'returned':
      return toLambdaAnswer(result.payload) ?? internalServerError;
    case 'failed':
    case 'not-permitted':
      return internalServerError;
    case 'throttled':
    case 'timed-out':
      return gatewayAnswer(503, 'Service Unavailable');
  }
}
