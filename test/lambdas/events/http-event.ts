import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'DELETE' | 'PUT' | 'PATCH' | 'OPTIONS';
  readonly path: string;
  /** `$default` for what no route of the API takes. */
  readonly routeKey?: string;
  /** `sub` of the token; null if the token has none, undefined on routes without authorizer. */
  readonly owner?: string | null | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** An event as API Gateway's HTTP API makes it (payload format 2.0), recorded once. */
export function httpEvent(request: HttpRequest): APIGatewayProxyEventV2 {
  const { method = 'GET', path, routeKey = routeOf(method, path), query } = request;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      accept: '*/*',
      authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.secret-token.signature',
      'content-length': String(Buffer.byteLength(request.body ?? '')),
      host: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
      'user-agent': 'curl/8.5.0',
      'x-amzn-trace-id': 'Root=1-65a1b2c3-0123456789abcdef01234567',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...request.headers,
    },
    ...(query && { queryStringParameters: query }),
    ...pathParametersOf(routeKey, path),
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3d4e5',
      ...authorizerOf(request),
      domainName: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'a1b2c3d4e5',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'curl/8.5.0' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey,
      stage: '$default',
      time: '01/Jan/2026:08:00:00 +0000',
      timeEpoch: 1767254400000,
    },
    ...(request.body !== undefined && { body: request.body }),
    isBase64Encoded: request.isBase64Encoded ?? false,
  };
}

function routeOf(method: string, path: string): string {
  const pattern = path.startsWith('/orders/') ? '/orders/{id}' : path;
  return `${method} ${pattern}`;
}

function pathParametersOf(routeKey: string, path: string) {
  if (!routeKey.endsWith('/{id}')) return {};
  return { pathParameters: { id: decodeURIComponent(path.slice('/orders/'.length)) } };
}

function authorizerOf(request: HttpRequest) {
  const sub = 'owner' in request ? request.owner : 'shawn';
  if (sub === undefined || request.routeKey === '$default' || request.path === '/papers') return {};
  const claims = {
    client_id: '7h2example',
    exp: '1767258000',
    iat: '1767254400',
    iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_example',
    ...(sub !== null && { sub }),
    token_use: 'access',
  };
  return { authorizer: { jwt: { claims, scopes: null } } };
}
