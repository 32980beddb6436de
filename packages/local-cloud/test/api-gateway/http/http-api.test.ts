import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpApi } from '../../../src/api-gateway/http/http-api.ts';
import { type Issuer, startIssuer } from '../../../src/issuer/issuer.ts';
import { context, functionsOf, type Handler, idOf, route, templateOf } from '../gateway-fixture.ts';

interface HttpEvent {
  readonly [name: string]: unknown;
  readonly headers: Record<string, string>;
  readonly requestContext: { readonly [name: string]: unknown; readonly http: object };
}

type Resources = Parameters<typeof templateOf>[0];

const format = { integration: { PayloadFormatVersion: '2.0' } };
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

describe('routes', () => {
  it('prefers written-out segments, then variables, then greedy variables, then $default', async () => {
    const call = await open({
      routes: ['$default', 'GET /{any+}', 'GET /orders/{id}', 'GET /orders/new', 'ANY /orders/{id}'],
    });
    expect(await routeOf(call, '/orders/new')).toBe('GET /orders/new');
    expect(await routeOf(call, '/orders/1')).toBe('GET /orders/{id}');
    expect(await routeOf(call, '/orders/1', 'PUT')).toBe('ANY /orders/{id}');
    expect(await routeOf(call, '/orders/1/steps')).toBe('GET /{any+}');
    expect(await routeOf(call, '/orders/1/steps', 'PUT')).toBe('$default');
  });

  it('takes a path with a trailing slash for another path', async () => {
    const call = await open({ routes: ['GET /orders', 'GET /orders/{id}'] });
    const response = await call('/orders/');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: 'Not Found' });
  });

  it('answers 404 to a method without a route, HEAD included', async () => {
    const call = await open({ routes: ['GET /orders'] });
    expect((await call('/orders', { method: 'HEAD' })).status).toBe(404);
    expect((await call('/orders', { method: 'PROPFIND' })).status).toBe(404);
  });

  it('serves a named stage below its name and nothing elsewhere', async () => {
    const call = await open({ routes: ['GET /orders'], stage: { StageName: 'prod' } });
    expect(await eventOf(call, '/prod/orders')).toMatchObject({
      rawPath: '/prod/orders',
      requestContext: { stage: 'prod', routeKey: 'GET /orders' },
    });
    expect((await call('/orders')).status).toBe(404);
  });

  it('decodes percent-encoding before matching, and refuses a broken one', async () => {
    const call = await open({ routes: ['GET /orders/{id}'] });
    expect(await eventOf(call, '/orders/caf%C3%A9%20au%20lait?q=a%20b')).toMatchObject({
      rawPath: '/orders/café au lait',
      rawQueryString: 'q=a%20b',
      pathParameters: { id: 'café au lait' },
      queryStringParameters: { q: 'a b' },
    });
    expect((await call('/orders/%zz')).status).toBe(400);
  });

  it('survives a request target that is no path', async () => {
    const call = await open({ routes: ['GET /orders'] });
    expect(
      await raw(call.port, 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
    ).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('the event', () => {
  it('has exactly the fields of payload format 2.0', async () => {
    const call = await open({ routes: ['POST /orders'] });
    const event = await eventOf(call, '/orders?a=1&b=2&a=3', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'one=1; two=2', 'user-agent': 'me' },
      body: '{"drink":"large"}',
    });
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'POST /orders',
      rawPath: '/orders',
      rawQueryString: 'a=1&b=2&a=3',
      cookies: ['one=1', 'two=2'],
      headers: expect.objectContaining({
        'content-type': 'application/json',
        'content-length': '17',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      }),
      queryStringParameters: { a: '1,3', b: '2' },
      requestContext: {
        accountId: '000000000000',
        apiId: idOf('Api'),
        domainName: 'localhost:3000',
        domainPrefix: 'localhost',
        http: {
          method: 'POST',
          path: '/orders',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'me',
        },
        requestId: expect.any(String),
        routeKey: 'POST /orders',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"drink":"large"}',
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it('joins headers that come twice with a comma', async () => {
    const call = await open({ routes: ['GET /orders'] });
    const answer = await raw(
      call.port,
      'GET /orders HTTP/1.1\r\nHost: localhost\r\nX-Item: a\r\nx-item: b\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toContain('"x-item":"a,b"');
  });

  it.each([
    ['text/plain; charset=utf-8', false],
    ['application/json', false],
    ['application/problem+json', true],
    ['application/x-www-form-urlencoded', true],
    ['image/png', true],
  ])('hands a body of type %s on with isBase64Encoded %s', async (type, isBase64Encoded) => {
    const call = await open({ routes: ['POST /orders'] });
    const event = await eventOf(call, '/orders', {
      method: 'POST',
      headers: { 'content-type': type },
      body: 'crema',
    });
    const body = isBase64Encoded ? Buffer.from('crema').toString('base64') : 'crema';
    expect(event).toMatchObject({ body, isBase64Encoded });
  });

  it('has no body if there is none, and U+FFFD in place of bytes that are not UTF-8', async () => {
    const call = await open({ routes: ['POST /orders'] });
    const empty = await eventOf(call, '/orders', { method: 'POST' });
    expect(empty).not.toHaveProperty('body');
    expect(empty.isBase64Encoded).toBe(false);
    const headers = { 'content-type': 'application/json' };
    const broken = await eventOf(call, '/orders', {
      method: 'POST',
      headers,
      body: Buffer.from([0xff, 0x22]),
    });
    expect(broken.body).toBe('\ufffd"');
  });
});

describe('the answer', () => {
  it('is what the function says, with its cookies and decoded body', async () => {
    const call = await open({
      handler: () => ({
        statusCode: 202,
        headers: { Location: '/orders/1', 'Retry-After': 3 },
        cookies: ['a=1', 'b=2'],
        body: Buffer.from([0, 255]).toString('base64'),
        isBase64Encoded: true,
      }),
    });
    const response = await call('/orders');
    expect(response.status).toBe(202);
    expect(response.headers.get('location')).toBe('/orders/1');
    expect(response.headers.get('retry-after')).toBe('3');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('apigw-requestid')).toBeTruthy();
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
  });

  it.each([
    [{ drink: 'large' }, '{"drink":"large"}'],
    ['large', 'large'],
    [null, 'null'],
  ])('is inferred from %j without a status code', async (payload, body) => {
    const call = await open({ handler: () => payload });
    const response = await call('/orders');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe(body);
  });

  it('to HEAD is that to GET without its body: a function that has a route for it may give one', async () => {
    const call = await open({
      routes: ['GET /orders', 'HEAD /orders'],
      handler: () => ({ statusCode: 200, headers: { etag: '"v3"' }, body: 'café' }),
    });
    const [get, head] = [await call('/orders'), await call('/orders', { method: 'HEAD' })];
    expect(await get.text()).toBe('café');
    expect(await head.text()).toBe('');
    expect(head.status).toBe(200);
    expect(head.headers.get('etag')).toBe('"v3"');
    expect(head.headers.get('content-length')).toBe('5');
    expect(get.headers.get('content-length')).toBe('5');
  });

  it('keeps 304 free of a body', async () => {
    const call = await open({ handler: () => ({ statusCode: 304, headers: { etag: '"v3"' }, body: '' }) });
    const response = await call('/orders');
    expect(response.status).toBe(304);
    expect(response.headers.get('etag')).toBe('"v3"');
  });

  it.each([
    ['a body that is an object', { statusCode: 200, body: {} }],
    ['a status that is a word', { statusCode: 'fine' }],
    ['a status that no response has', { statusCode: 99 }],
    ['a header that would split the response', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['a cookie that would split the response', { statusCode: 200, cookies: ['a\r\nb: c'] }],
  ])('is 500 for %s', async (_case, payload) => {
    const call = await open({ handler: () => payload });
    const response = await call('/orders');
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  });

  it('is 500 if the function fails, and 503 if it is throttled', async () => {
    const outcomes: (() => never)[] = [() => fail(new Error('spilled')), () => fail('throttled')];
    const call = await open({ handler: () => outcomes.shift()?.() });
    expect((await call('/orders')).status).toBe(500);
    const throttled = await call('/orders');
    expect(throttled.status).toBe(503);
    expect(await throttled.json()).toEqual({ message: 'Service Unavailable' });
  });

  it('is 503 if the function takes longer than the integration waits', async () => {
    const call = await open({
      resources: route('GET /slow', 'Api', {
        integration: { PayloadFormatVersion: '2.0', TimeoutInMillis: 50 },
      }),
      handler: () => new Promise(() => undefined),
    });
    expect((await call('/slow')).status).toBe(503);
  });

  it('is 500 with a line in the log if no permission lets API Gateway invoke the function', async () => {
    const log: string[] = [];
    const asked: string[] = [];
    const call = await open({
      routes: ['GET /orders/{id}'],
      mayInvoke: (_functionArn, sourceArn) => {
        asked.push(sourceArn);
        return false;
      },
      log: (line) => log.push(line),
    });
    expect((await call('/orders/1')).status).toBe(500);
    const source = `arn:aws:execute-api:eu-central-1:000000000000:${idOf('Api')}/$default/GET/orders/{id}`;
    expect(asked).toEqual([source]);
    expect(log.join()).toContain(source);
  });
});

describe('limits', () => {
  it('refuses a body over 10 MB, announced or not (fault 43)', async () => {
    const call = await open({ routes: ['POST /orders'] });
    const tenMegabytes = 10 * 1024 * 1024;
    const announced = await raw(
      call.port,
      `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${tenMegabytes + 1}\r\n\r\n`,
    );
    expect(announced).toMatch(/^HTTP\/1.1 413 [\s\S]*\{"message":"Request Entity Too Large"\}$/);
    const chunk = `${(1024 * 1024).toString(16)}\r\n${'x'.repeat(1024 * 1024)}\r\n`;
    const chunked = await raw(
      call.port,
      `POST /orders HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(11)}`,
    );
    expect(chunked).toMatch(/^HTTP\/1.1 413 /);
  });

  it('refuses a body that Lambda would not take as an event', async () => {
    const call = await open({ routes: ['POST /orders'] });
    const response = await call('/orders', { method: 'POST', body: Buffer.alloc(5 * 1024 * 1024) });
    expect(response.status).toBe(413);
  });

  it('answers 429 beyond the burst of a route and lets other routes be', async () => {
    const call = await open({
      routes: ['GET /orders', 'GET /menu'],
      stage: {
        DefaultRouteSettings: { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.001 },
        RouteSettings: { 'GET /menu': { ThrottlingBurstLimit: 3 } },
      },
    });
    const orders = [await call('/orders'), await call('/orders'), await call('/orders')];
    expect(orders.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(await orders[2]?.json()).toEqual({ message: 'Too Many Requests' });
    expect((await call('/menu')).status).toBe(200);
  });

  it('does not invoke the function if the client goes away in the middle of its body', async () => {
    let invoked = 0;
    const call = await open({ routes: ['POST /orders'], handler: () => ++invoked });
    const socket = connect(call.port, '127.0.0.1');
    socket.write('POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf');
    const [server] = servers;
    const [, response] = await once(server as Server, 'request');
    const gone = once(response, 'close');
    socket.destroy();
    await gone;
    expect((await call('/orders', { method: 'POST' })).status).toBe(200);
    expect(invoked).toBe(1);
  });
});

describe('the JWT authorizer', () => {
  it('lets a token in, with or without Bearer, and hands its claims on as strings', async () => {
    const { call, issuer } = await openGuarded();
    const token = await issuer.token('shawn');
    const event = await eventOf(call, '/orders', { headers: { authorization: `Bearer ${token}` } });
    expect(event.requestContext.authorizer).toEqual({
      jwt: {
        claims: expect.objectContaining({
          sub: 'shawn',
          client_id: 'till',
          exp: expect.stringMatching(/^\d+$/),
          token_use: 'access',
        }),
        scopes: null,
      },
    });
    expect((await call('/orders', { headers: { authorization: token } })).status).toBe(200);
  });

  it('answers 401 without a token', async () => {
    const { call } = await openGuarded();
    const response = await call('/orders');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
  });

  it('answers 401 to a token that is expired, forged, of another audience, or not signed with RSA', async () => {
    const { call, issuer } = await openGuarded();
    const good = await issuer.token('shawn');
    const forger = await startIssuer({ publicUrl: issuer.url.replace('/oidc', ''), clientId: 'till' });
    const [, payload] = good.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const tokens = {
      'the token has expired': await issuer.token('shawn', { expiresIn: -1 }),
      'the token does not have a valid audience': await issuer.token('shawn', { clientId: 'other' }),
      'the token could not be verified': await forger.token('shawn'),
    };
    for (const [description, token] of Object.entries(tokens)) {
      const response = await call('/orders', { headers: { authorization: `Bearer ${token}` } });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe(
        `Bearer scope="" error="invalid_token" error_description="${description}"`,
      );
    }
    for (const authorization of [unsigned, `${good}x`, 'Bearer a.b.c', 'large', 'Basic eDp5']) {
      expect((await call('/orders', { headers: { authorization } })).status).toBe(401);
    }
  });

  it('looks at aud and not at client_id where there is an aud', async () => {
    const { call, issuer } = await openGuarded();
    const forOther = await issuer.token('shawn', { audience: 'other' });
    const forUs = await issuer.token('shawn', { audience: 'till', clientId: 'other' });
    expect((await call('/orders', { headers: { authorization: forOther } })).status).toBe(401);
    expect((await call('/orders', { headers: { authorization: forUs } })).status).toBe(200);
  });

  it('answers 403 to a token without any scope of the route', async () => {
    const { call, issuer } = await openGuarded(['app/order', 'app/admin']);
    const poor = await issuer.token('shawn', { scope: 'openid app/read' });
    const refused = await call('/orders', { headers: { authorization: poor } });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({ message: 'Forbidden' });
    const rich = await issuer.token('shawn', { scope: 'openid app/order' });
    const event = await eventOf(call, '/orders', { headers: { authorization: rich } });
    expect(event.requestContext.authorizer).toMatchObject({ jwt: { scopes: ['app/order'] } });
  });

  it('answers 401 while the issuer cannot be reached, and heals when it can', async () => {
    const { call, issuer, gate } = await openGuarded();
    const headers = { authorization: await issuer.token('shawn') };
    gate.open = false;
    const response = await call('/orders', { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('OIDC discovery endpoint communication error');
    gate.open = true;
    expect((await call('/orders', { headers })).status).toBe(200);
  });
});

describe('CORS', () => {
  const cors = {
    AllowOrigins: ['https://*.app.example', 'http://localhost:5173'],
    AllowMethods: ['GET', 'POST'],
    AllowHeaders: ['Authorization', 'Idempotency-Key'],
    ExposeHeaders: ['ETag'],
    AllowCredentials: true,
    MaxAge: 60,
  };
  const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } };

  it('answers a preflight itself, even where no route and no token is', async () => {
    const { call } = await openGuarded([], { CorsConfiguration: cors });
    const response = await call('/orders', withOrigin('https://site.app.example', preflight));
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://site.app.example',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization,idempotency-key',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '60',
    });
  });

  it('asks the function of a route that takes the preflight, and marks its answer', async () => {
    const call = await open({
      routes: ['GET /orders', '$default'],
      api: { CorsConfiguration: cors },
      handler: () => ({ statusCode: 405, headers: { allow: 'GET' } }),
    });
    const response = await call('/orders', withOrigin('https://site.app.example', preflight));
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET');
    expect(response.headers.get('access-control-allow-methods')).toBe('GET,POST');
    expect(response.headers.get('access-control-allow-origin')).toBe('https://site.app.example');
  });

  it('lets an authorizer on $default guard preflights too', async () => {
    const { call } = await openGuarded([], { CorsConfiguration: cors }, '$default');
    expect((await call('/orders', withOrigin('https://site.app.example', preflight))).status).toBe(401);
  });

  it('says nothing to other origins', async () => {
    const call = await open({ routes: ['GET /orders'], api: { CorsConfiguration: cors } });
    const answered = await call('/orders', withOrigin('https://evil.example', preflight));
    expect(answered.headers.has('access-control-allow-origin')).toBe(false);
    expect(answered.headers.has('access-control-allow-methods')).toBe(false);
    const used = await call('/orders', withOrigin('https://evil.example'));
    expect(used.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('replaces what the function says, and marks the own errors too', async () => {
    const call = await open({
      routes: ['GET /orders'],
      api: { CorsConfiguration: cors },
      handler: () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } }),
    });
    const answered = await call('/orders', withOrigin('http://localhost:5173'));
    expect(answered.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(answered.headers.get('access-control-expose-headers')).toBe('etag');
    const missing = await call('/nowhere', withOrigin('http://localhost:5173'));
    expect(missing.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
  });

  it('is left to the function where the API has no configuration', async () => {
    const call = await open({
      routes: ['OPTIONS /orders'],
      handler: () => ({ statusCode: 200, headers: { 'access-control-allow-origin': 'mine' } }),
    });
    const answered = await call('/orders', withOrigin('https://evil.example', preflight));
    expect(answered.headers.get('access-control-allow-origin')).toBe('mine');
  });
});

it('names at start what it cannot run', () => {
  const input = { api: 'Api', context, functions: functionsOf({ Api: () => null }), mayInvoke: () => true };
  const api: Resources[number] = ['Api', 'AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP' }];
  const withRoute = (...more: Resources) => createHttpApi({ ...input, template: templateOf([api, ...more]) });
  expect(() => withRoute(...route('GET /a', 'Nobody', format))).toThrow('Nobody');
  expect(() => withRoute(...route('GET /a', 'Api', format).slice(1))).toThrow('no integration');
  const guarded = { ...format, route: { AuthorizationType: 'JWT', AuthorizerId: 'nobody' } };
  expect(() => withRoute(...route('GET /a', 'Api', guarded))).toThrow('no JWT authorizer nobody');
});

interface Setup {
  readonly routes?: string[];
  readonly resources?: Resources;
  readonly handler?: Handler;
  readonly api?: object;
  readonly stage?: object;
  readonly mayInvoke?: (functionArn: string, sourceArn: string) => boolean;
  readonly log?: (line: string) => void;
  readonly before?: Parameters<typeof createServer>[1];
}

async function open({ routes = ['GET /orders'], resources = [], handler, ...setup }: Setup = {}) {
  const api = createHttpApi({
    api: 'Api',
    context,
    template: templateOf([
      ['Api', 'AWS::ApiGatewayV2::Api', { ProtocolType: 'HTTP', ...setup.api }],
      [
        'Stage',
        'AWS::ApiGatewayV2::Stage',
        { ApiId: idOf('Api'), StageName: '$default', AutoDeploy: true, ...setup.stage },
      ],
      ...resources,
      ...routes.flatMap((key) => route(key, 'Api', format)),
    ]),
    functions: functionsOf({ Api: handler ?? ((event) => event) }),
    mayInvoke: setup.mayInvoke ?? (() => true),
    log: setup.log,
  });
  const server = createServer((req, res) => void api.handle(req, res));
  const port = await listen(server);
  const call = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
  return Object.assign(call, { port });
}

/** An API whose only route needs a token of an issuer that can be shut off. */
async function openGuarded(AuthorizationScopes: string[] = [], api: object = {}, routeKey = 'GET /orders') {
  const gate = { open: true };
  const issuerServer = createServer((req, res) => {
    if (gate.open) issuer.handle(req, res);
    else res.writeHead(500).end();
  });
  const publicUrl = `http://127.0.0.1:${await listen(issuerServer)}`;
  const issuer: Issuer = await startIssuer({ publicUrl, clientId: 'till' });
  const call = await open({
    routes: [],
    api,
    resources: [
      [
        'Jwt',
        'AWS::ApiGatewayV2::Authorizer',
        {
          ApiId: idOf('Api'),
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Audience: ['till'], Issuer: issuer.url },
        },
      ],
      ...route(routeKey, 'Api', {
        ...format,
        route: { AuthorizationType: 'JWT', AuthorizerId: idOf('Jwt'), AuthorizationScopes },
      }),
    ],
  });
  return { call, issuer, gate };
}

async function listen(server: Server): Promise<number> {
  servers.unshift(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

type Call = Awaited<ReturnType<typeof open>>;

async function eventOf(call: Call, path: string, init?: RequestInit): Promise<HttpEvent> {
  return (await (await call(path, init)).json()) as HttpEvent;
}

async function routeOf(call: Call, path: string, method = 'GET') {
  return (await eventOf(call, path, { method })).routeKey;
}

function withOrigin(origin: string, init: RequestInit & { headers?: object } = {}): RequestInit {
  return { ...init, headers: { ...init.headers, origin } };
}

/** Sends bytes as they are and gives everything that comes back until the server hangs up. */
async function raw(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  socket.write(request);
  return await text(socket);
}

function fail(error: unknown): never {
  throw error;
}
