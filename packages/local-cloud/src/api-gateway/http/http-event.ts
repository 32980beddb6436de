import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { CloudContext } from '../../template/resource-type.ts';
import type { StageProperties } from '../properties.ts';
import { requestTime } from '../request-context.ts';
import type { JwtClaims } from './jwt-authorizer.ts';
import type { RequestTarget } from './request-target.ts';
import type { MatchedRoute } from './route-table.ts';

export interface HttpEventParts {
  readonly req: IncomingMessage;
  readonly target: RequestTarget;
  readonly match: MatchedRoute;
  readonly stage: StageProperties;
  readonly jwt: JwtClaims | undefined;
  readonly body: Buffer;
  readonly requestId: string;
  readonly apiId: string;
  readonly context: CloudContext;
}

/**
 * The event of payload format 2.0. What a request does not have is left out of it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toHttpEvent(parts: HttpEventParts): unknown {
  const { req, target, match, body } = parts;
  const cookies = (req.headersDistinct.cookie ?? []).flatMap((line) => line.split(/;\s*/));
  const asText = isText(req.headers['content-type']);
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: target.path,
    rawQueryString: target.query,
    ...(cookies.length > 0 && { cookies }),
    headers: eventHeaders(req, parts.context),
    ...(target.query !== '' && { queryStringParameters: queryParameters(target.query) }),
    requestContext: requestContext(parts),
    ...(hasKeys(match.pathParameters) && { pathParameters: match.pathParameters }),
    ...(body.length > 0 && { body: body.toString(asText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !asText,
    ...(parts.stage.StageVariables && { stageVariables: parts.stage.StageVariables }),
  };
}

function requestContext({ req, target, match, stage, jwt, requestId, apiId, context }: HttpEventParts) {
  const domainName = new URL(context.publicUrl).host;
  const now = Date.now();
  return {
    accountId: context.accountId,
    apiId,
    ...(jwt && { authorizer: { jwt } }),
    domainName,
    domainPrefix: domainName.split(/[.:]/)[0],
    http: {
      method: req.method,
      path: target.path,
      protocol: `HTTP/${req.httpVersion}`,
      sourceIp: req.socket.remoteAddress ?? '',
      userAgent: req.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: match.route.routeKey,
    stage: stage.StageName,
    time: requestTime(now),
    timeEpoch: now,
  };
}

// Cookies travel in a field of their own; the others concern one connection only.
const notHandedOn = new Set(['cookie', 'connection', 'keep-alive', 'transfer-encoding', 'te', 'upgrade']);

function eventHeaders(req: IncomingMessage, context: CloudContext): Record<string, string> {
  const url = new URL(context.publicUrl);
  const own = Object.entries(req.headersDistinct)
    .filter(([name]) => !notHandedOn.has(name))
    .map(([name, values = []]): [string, string] => [name, values.join(',')]);
  return {
    'content-length': '0',
    'x-amzn-trace-id': newTraceId(),
    ...Object.fromEntries(own),
    'x-forwarded-for': [...(req.headersDistinct['x-forwarded-for'] ?? []), req.socket.remoteAddress].join(
      ', ',
    ),
    'x-forwarded-port': url.port,
    'x-forwarded-proto': url.protocol.slice(0, -1),
  };
}

function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')}`;
}

function queryParameters(query: string): Record<string, string> {
  const search = new URLSearchParams(query);
  return Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name).join(',')]));
}

// The docs say "binary"; observed is that only these arrive as text, not even forms or problem+json.
// https://github.com/ministackorg/ministack/pull/766
// What becomes of text that is not UTF-8 is told nowhere. It is decoded with U+FFFD here: that loses most.
function isText(contentType = ''): boolean {
  return /^\s*(text\/[^;]+|application\/(json|xml|javascript))\s*(;|$)/i.test(contentType);
}

function hasKeys(record: object): boolean {
  return Object.keys(record).length > 0;
}
