import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import type { WebSocketLimits } from '../../../src/api-gateway/web-socket/limits.ts';
import { createWebSocketApi, type WebSocketApi } from '../../../src/api-gateway/web-socket/web-socket-api.ts';
import { arnOf, context, functionsOf, type Handler, idOf, route, templateOf } from '../gateway-fixture.ts';

interface SocketEvent {
  readonly [name: string]: unknown;
  readonly body: string;
  readonly methodArn: string;
  readonly requestContext: {
    readonly connectionId: string;
    readonly routeKey: string;
    readonly [name: string]: unknown;
  };
}

const ok = () => ({ statusCode: 200 });
const arn = `arn:aws:execute-api:eu-central-1:000000000000:${idOf('Api')}`;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe('the handshake', () => {
  it('is answered only after the authorizer and then $connect said yes (fault 41)', async () => {
    const said: string[] = [];
    const gates = { authorizer: Promise.withResolvers<void>(), connect: Promise.withResolvers<void>() };
    const asked = { authorizer: Promise.withResolvers<void>(), connect: Promise.withResolvers<void>() };
    const { client, api } = await open({
      authorizer: async (event) => {
        asked.authorizer.resolve();
        await gates.authorizer.promise;
        said.push('authorizer');
        return allow(event);
      },
      connect: async (event) => {
        asked.connect.resolve();
        await gates.connect.promise;
        said.push('$connect');
        return accept(event);
      },
    });
    const socket = client({ protocols: ['app.v1'] });
    socket.on('upgrade', () => said.push('handshake'));
    const opened = once(socket, 'open');
    await asked.authorizer.promise;
    expect(api.connections()).toEqual([]);
    gates.authorizer.resolve();
    await asked.connect.promise;
    expect(api.connections()).toEqual([]);
    gates.connect.resolve();
    await opened;
    expect(said).toEqual(['authorizer', '$connect', 'handshake']);
    expect(api.connections()).toHaveLength(1);
  });

  it('gives the authorizer the event of a WebSocket REQUEST authorizer', async () => {
    const events: SocketEvent[] = [];
    const { client } = await open({ authorizer: noting((event: SocketEvent) => events.push(event), allow) });
    await once(client({ protocols: ['app.v1'], query: '?a=1&a=2', headers: { 'X-Item': 'b' } }), 'open');
    expect(events).toEqual([
      {
        type: 'REQUEST',
        methodArn: `${arn}/live/$connect`,
        headers: expect.objectContaining({ 'Sec-WebSocket-Protocol': 'app.v1', 'X-Item': 'b' }),
        multiValueHeaders: expect.objectContaining({ 'X-Item': ['b'] }),
        queryStringParameters: { a: '2' },
        multiValueQueryStringParameters: { a: ['1', '2'] },
        stageVariables: {},
        requestContext: {
          routeKey: '$connect',
          eventType: 'CONNECT',
          extendedRequestId: expect.any(String),
          requestTime: expect.stringMatching(/ \+0000$/),
          messageDirection: 'IN',
          stage: 'live',
          connectedAt: expect.any(Number),
          requestTimeEpoch: expect.any(Number),
          identity: { sourceIp: '127.0.0.1' },
          requestId: expect.any(String),
          domainName: 'localhost:3000',
          connectionId: expect.stringMatching(/^[\w-]{15}=$/),
          apiId: idOf('Api'),
        },
      },
    ]);
  });

  it('gives the context of the authorizer to every later event, as strings', async () => {
    const contexts: unknown[] = [];
    const note = ({ requestContext }: SocketEvent) =>
      contexts.push([requestContext.routeKey, requestContext.authorizer]);
    const gone = Promise.withResolvers<void>();
    const { client } = await open({
      authorizer: (event) => ({ ...allow(event), context: { owner: 'shawn', age: 42, vip: true } }),
      connect: noting(note, accept),
      fallback: noting(note, () => ({ statusCode: 200, body: 'noted' })),
      disconnect: noting(note, () => gone.resolve()),
    });
    const socket = client({ protocols: ['app.v1'] });
    await once(socket, 'open');
    socket.send('hello');
    await once(socket, 'message');
    socket.close();
    await gone.promise;
    const expected = {
      principalId: 'till',
      owner: 'shawn',
      age: '42',
      vip: 'true',
      integrationLatency: expect.any(Number),
    };
    expect(contexts).toEqual([
      ['$connect', expected],
      ['$default', expected],
      ['$disconnect', expected],
    ]);
  });

  it('answers 401 without asking the authorizer if the identity source is missing', async () => {
    let asked = 0;
    const { refusal } = await open({ authorizer: noting(() => ++asked, allow) });
    expect(await refusal({})).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
    expect(asked).toBe(0);
  });

  it.each<[string, Handler, number]>([
    ['throws Unauthorized', () => fail('Unauthorized'), 401],
    ['throws something else', () => fail('spilled'), 500],
    ['denies', (event) => allow(event, { Effect: 'Deny' }), 403],
    ['allows another route only', (event) => allow(event, { Resource: `${arn}/other/*` }), 403],
    ['allows another action only', (event) => allow(event, { Action: 's3:GetObject' }), 403],
    ['has no policy', () => ({ principalId: 'till' }), 500],
    ['has an object in its context', (event) => ({ ...allow(event), context: { a: {} } }), 500],
  ])('refuses a client whose authorizer %s', async (_case, authorizer, status) => {
    let connects = 0;
    const { refusal } = await open({ authorizer, connect: noting(() => ++connects, ok) });
    expect((await refusal({ protocols: ['app.v1'] })).status).toBe(status);
    expect(connects).toBe(0);
  });

  it.each<[string, Handler, number]>([
    ['refuses', () => ({ statusCode: 403 }), 403],
    ['fails', () => fail('spilled'), 502],
    ['says nothing', () => undefined, 502],
    ['takes too long', () => new Promise(() => undefined), 504],
  ])('refuses a client whose $connect %s', async (_case, connectHandler, status) => {
    const { refusal, api } = await open({ connect: connectHandler, limits: { integrationMs: 30 } });
    expect((await refusal({ protocols: ['app.v1'] })).status).toBe(status);
    expect(api.connections()).toEqual([]);
  });

  it('chooses the subprotocol that $connect chooses, and none if it is silent', async () => {
    const answers = [{ statusCode: 200, headers: { 'sec-websocket-protocol': 'app.v1' } }, ok()];
    const { client } = await open({ connect: () => answers.shift() });
    const socket = client({ protocols: ['bearer.x', 'app.v1'] });
    await once(socket, 'open');
    expect(socket.protocol).toBe('app.v1');
    const silent = client({ protocols: ['app.v1'] });
    const [error] = await once(silent, 'error');
    expect(String(error)).toContain('Server sent no subprotocol');
  });

  it('does not ask any function about a request that is no WebSocket handshake', async () => {
    let asked = 0;
    const { port } = await open({ authorizer: noting(() => ++asked, allow) });
    const socket = await rawSocket(port, { 'Sec-WebSocket-Version': '12', 'Sec-WebSocket-Protocol': 'a' });
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 400 /);
    expect(asked).toBe(0);
  });

  it('answers 429 beyond the throttle of $connect, and 500 without permission', async () => {
    const throttled = await open({
      stage: { RouteSettings: { $connect: { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 0.001 } } },
    });
    await once(throttled.client({ protocols: ['app.v1'] }), 'open');
    expect((await throttled.refusal({ protocols: ['app.v1'] })).status).toBe(429);
    const asked: string[] = [];
    const forbidden = await open({ mayInvoke: (_arn, source) => asked.push(source) === 0 });
    expect((await forbidden.refusal({ protocols: ['app.v1'] })).status).toBe(500);
    expect(asked).toEqual([`${arn}/authorizers/${idOf('Authorizer')}`]);
  });

  it('survives a client that hangs up while $connect runs, and tells $disconnect', async () => {
    const gate = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<SocketEvent>();
    const { port, api } = await open({
      connect: () => {
        asked.resolve();
        return gate.promise.then(ok);
      },
      disconnect: noting(gone.resolve, ok),
    });
    const socket = await rawSocket(port, { 'Sec-WebSocket-Protocol': 'app.v1' });
    await asked.promise;
    socket.resetAndDestroy();
    await once(socket, 'close');
    gate.resolve();
    expect((await gone.promise).requestContext.disconnectStatusCode).toBe(1006);
    expect(api.connections()).toEqual([]);
  });
});

describe('messages', () => {
  it('go to the route that the message names, and otherwise to $default', async () => {
    const { connected } = await open({
      fallback: (event: SocketEvent) => ({ statusCode: 200, body: `default ${event.body}` }),
      ping: (event: SocketEvent) => ({ statusCode: 200, body: `ping ${event.requestContext.eventType}` }),
    });
    const socket = await connected();
    const deep = `{"action":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    const others = ['large', '{"action":"$connect"}', '{"action":"work"}', '{"action":{}}', 'null', deep];
    expect(await ask(socket, '{"action":"ping"}')).toBe('ping MESSAGE');
    for (const other of others) expect(await ask(socket, other)).toBe(`default ${other}`);
  });

  it('get an error frame where no route takes them', async () => {
    const { connected, api } = await open({ fallback: undefined });
    const frame = JSON.parse(await ask(await connected(), 'large'));
    expect(frame).toEqual({
      message: 'Forbidden',
      connectionId: api.connections()[0],
      requestId: expect.any(String),
    });
  });

  it.each<[string, Handler]>([
    ['fails', () => fail('spilled')],
    ['is throttled', () => Promise.reject('throttled')],
    ['returns no response', () => 'fine'],
  ])('get an error frame, on an open connection, if the function %s', async (_case, fallback) => {
    const { connected } = await open({ fallback, ping: () => ({ statusCode: 200, body: 'pong' }) });
    const socket = await connected();
    expect(JSON.parse(await ask(socket, 'large')).message).toBe('Internal server error');
    expect(await ask(socket, '{"action":"ping"}')).toBe('pong');
  });

  it('get no answer over a route without a route response', async () => {
    const { connected } = await open({
      fallback: () => ({ statusCode: 200, body: 'never heard' }),
      fallbackReturns: false,
      ping: () => ({ statusCode: 200, body: 'pong' }),
    });
    const socket = await connected();
    const heard = once(socket, 'message');
    socket.send('large');
    socket.send('{"action":"ping"}');
    expect(String((await heard)[0])).toBe('pong');
  });

  it('do not wait for one another', async () => {
    const gate = Promise.withResolvers<void>();
    const { connected } = await open({
      fallback: () => gate.promise.then(() => ({ statusCode: 200, body: 'slow' })),
      ping: () => ({ statusCode: 200, body: 'pong' }),
    });
    const socket = await connected();
    socket.send('large');
    expect(await ask(socket, '{"action":"ping"}')).toBe('pong');
    gate.resolve();
    expect(String((await once(socket, 'message'))[0])).toBe('slow');
  });

  it('are read no faster than a bounded number is under way', async () => {
    let underWay = 0;
    let most = 0;
    const gates: (() => void)[] = [];
    const busy = Promise.withResolvers<void>();
    const { connected } = await open({
      limits: { messagesUnderWay: 2 },
      fallback: async () => {
        most = Math.max(most, ++underWay);
        if (underWay === 2) busy.resolve();
        await new Promise<void>((resolve) => gates.push(resolve));
        underWay -= 1;
        setImmediate(() => gates.shift()?.());
        return { statusCode: 200, body: 'done' };
      },
    });
    const socket = await connected();
    let answers = 0;
    const all = Promise.withResolvers<void>();
    socket.on('message', () => ++answers === 6 && all.resolve());
    for (let n = 0; n < 6; n += 1) socket.send('x'.repeat(20_000));
    await busy.promise;
    const release = setInterval(() => gates.shift()?.(), 1);
    await all.promise;
    clearInterval(release);
    expect(most).toBe(2);
  });

  it('get Too Many Requests beyond the throttle of their route', async () => {
    const { connected } = await open({
      ping: () => ({ statusCode: 200, body: 'pong' }),
      stage: { RouteSettings: { ping: { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 0.001 } } },
    });
    const socket = await connected();
    expect(await ask(socket, '{"action":"ping"}')).toBe('pong');
    expect(JSON.parse(await ask(socket, '{"action":"ping"}')).message).toBe('Too Many Requests');
  });
});

describe('limits', () => {
  it.each<[string, (socket: WebSocket) => void, number]>([
    ['a frame over 32 KB (fault 37)', (socket) => socket.send('x'.repeat(32 * 1024 + 1)), 1009],
    ['a message over 128 KB in small frames (fault 37)', (socket) => sendInFrames(socket, 129), 1009],
    ['a binary frame', (socket) => socket.send(Buffer.from([1])), 1003],
    ['text that is not UTF-8', (socket) => socket.send(Buffer.from([0xff]), { binary: false }), 1007],
  ])('close the connection on %s, without invoking a function', async (_case, send, code) => {
    let invoked = 0;
    const { connected, api } = await open({ fallback: noting(() => ++invoked, ok) });
    const socket = await connected();
    const closed = once(socket, 'close');
    send(socket);
    expect((await closed)[0]).toBe(code);
    expect(invoked).toBe(0);
    expect(api.connections()).toEqual([]);
  });

  it('let a frame of 32 KB and a message of 128 KB pass', async () => {
    const { connected } = await open({
      fallback: (event: SocketEvent) => ({ statusCode: 200, body: String(event.body.length) }),
    });
    const socket = await connected();
    expect(await ask(socket, 'x'.repeat(32 * 1024))).toBe(String(32 * 1024));
    const heard = once(socket, 'message');
    sendInFrames(socket, 128);
    expect(String((await heard)[0])).toBe(String(128 * 1024));
  });

  it('end an idle connection with 1001, and pings do not keep it', async () => {
    const { connected } = await open({ limits: { idleMs: 60 } });
    const socket = await connected();
    const pings = setInterval(() => socket.ping(), 10);
    const [code] = await once(socket, 'close');
    clearInterval(pings);
    expect(code).toBe(1001);
  });

  it('end a busy connection with 1001 at the end of its lifetime', async () => {
    const { connected, api } = await open({ limits: { idleMs: 60, lifetimeMs: 200 } });
    const socket = await connected();
    const openedAt = performance.now();
    const posts = setInterval(
      () => void api.post(String(api.connections()[0]), Buffer.from('still here')),
      10,
    );
    const [code] = await once(socket, 'close');
    clearInterval(posts);
    expect(code).toBe(1001);
    expect(performance.now() - openedAt).toBeGreaterThan(150);
  });
});

describe('@connections', () => {
  it('posts text to an open connection and tells of it', async () => {
    const { connected, api } = await open();
    const socket = await connected();
    const [id = ''] = api.connections();
    const heard = once(socket, 'message');
    expect(await api.post(id, Buffer.from('{"ready":true}'))).toBe('sent');
    const [data, isBinary] = await heard;
    expect([String(data), isBinary]).toEqual(['{"ready":true}', false]);
    expect(api.get(id)).toEqual({
      connectedAt: expect.any(Number),
      lastActiveAt: expect.any(Number),
      identity: { sourceIp: '127.0.0.1' },
    });
  });

  it('says gone of a connection that never was, is closed, or is not open yet', async () => {
    const connectId = Promise.withResolvers<string>();
    const gate = Promise.withResolvers<void>();
    const { client, api } = await open({
      connect: async (event: SocketEvent) => {
        connectId.resolve(event.requestContext.connectionId);
        await gate.promise;
        return accept(event);
      },
    });
    const socket = client({ protocols: ['app.v1'] });
    const id = await connectId.promise;
    expect(await api.post(id, Buffer.from('early'))).toBe('gone');
    gate.resolve();
    await once(socket, 'open');
    expect(await api.post(id, Buffer.from('now'))).toBe('sent');
    socket.terminate();
    await expect.poll(() => api.connections()).toEqual([]);
    expect(await api.post(id, Buffer.from('late'))).toBe('gone');
    expect(api.get('nobody')).toBe('gone');
    expect(api.delete('nobody')).toBe('gone');
  });

  it('takes 128 KB and no more', async () => {
    const { connected, api } = await open();
    await connected();
    const [id = ''] = api.connections();
    expect(await api.post(id, Buffer.alloc(128 * 1024, 'x'))).toBe('sent');
    expect(await api.post(id, Buffer.alloc(128 * 1024 + 1, 'x'))).toBe('too-large');
    expect(api.connections()).toEqual([id]);
  });

  it('gives a client up that does not read (fault 52)', async () => {
    const { port, api } = await open({ limits: { postMs: 50 } });
    const socket = await rawSocket(port, { 'Sec-WebSocket-Protocol': 'app.v1' });
    await once(socket, 'data');
    socket.pause();
    const [id = ''] = api.connections();
    const outcomes = new Set<string>();
    const message = Buffer.alloc(128 * 1024, 'x');
    // Fills what the kernel buffers for a while, and then nothing fits any more.
    for (let n = 0; n < 400 && !outcomes.has('gone'); n += 1) outcomes.add(await api.post(id, message));
    expect([...outcomes]).toEqual(['sent', 'gone']);
    expect(api.connections()).toEqual([]);
  });

  it('deletes a connection: the client hears 1000, $disconnect too', async () => {
    const gone = Promise.withResolvers<SocketEvent>();
    const { connected, api } = await open({
      disconnect: noting(gone.resolve, ok),
    });
    const socket = await connected();
    const closed = once(socket, 'close');
    expect(api.delete(String(api.connections()[0]))).toBe('deleted');
    expect((await closed)[0]).toBe(1000);
    expect((await gone.promise).requestContext).toMatchObject({
      routeKey: '$disconnect',
      eventType: 'DISCONNECT',
      disconnectStatusCode: 1000,
      disconnectReason: 'Connection Closed Normally',
    });
  });
});

describe('$disconnect', () => {
  it.each<[string, (socket: WebSocket) => void, number, string]>([
    ['says why', (socket) => socket.close(4000, 'enough'), 4000, 'enough'],
    ['says nothing', (socket) => socket.close(), 1005, 'Client-side close frame status not set'],
    ['vanishes', (socket) => socket.terminate(), 1006, ''],
  ])('hears of a client that %s', async (_case, leave, code, reason) => {
    const gone = Promise.withResolvers<SocketEvent>();
    const { connected } = await open({
      disconnect: noting(gone.resolve, ok),
    });
    leave(await connected());
    const { requestContext, isBase64Encoded, body } = await gone.promise;
    expect(requestContext).toMatchObject({ disconnectStatusCode: code, disconnectReason: reason });
    expect([isBase64Encoded, body]).toEqual([false, undefined]);
  });
});

it('closes within a second, even with clients that do not answer', async () => {
  const { connected, api, port } = await open();
  const polite = await connected();
  const closed = once(polite, 'close');
  const mute = await rawSocket(port, { 'Sec-WebSocket-Protocol': 'app.v1' });
  await once(mute, 'data');
  const startedAt = performance.now();
  await api.close();
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect((await closed)[0]).toBe(1001);
  expect(api.connections()).toEqual([]);
});

interface Setup {
  readonly authorizer?: Handler;
  readonly connect?: Handler;
  readonly disconnect?: Handler;
  readonly fallback?: Handler | undefined;
  readonly fallbackReturns?: boolean;
  readonly ping?: Handler;
  readonly stage?: object;
  readonly limits?: Partial<WebSocketLimits>;
  readonly mayInvoke?: (functionArn: string, sourceArn: string) => boolean;
}

interface ClientSetup {
  readonly protocols?: string[];
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

async function open(setup: Setup = {}) {
  const api = createApi({ fallback: ok, ...setup });
  const server = createServer();
  server.on('upgrade', (req, socket, head) => void api.handleUpgrade(req, socket, head));
  const port = await listen(server);
  cleanups.push(async () => {
    server.close();
    await api.close();
  });
  const client = ({ protocols = [], query = '', headers = {} }: ClientSetup) => {
    const options: ClientOptions = { headers, perMessageDeflate: false };
    return new WebSocket(`ws://127.0.0.1:${port}${api.path}${query}`, protocols, options);
  };
  const connected = async () => {
    const socket = client({ protocols: ['app.v1'] });
    await once(socket, 'open');
    return socket;
  };
  return { api, port, client, connected, refusal: (how: ClientSetup) => refusalOf(client(how)) };
}

function createApi(setup: Setup): WebSocketApi {
  const returns = { route: { RouteResponseSelectionExpression: '$default' } };
  const handlers: Record<string, Handler> = {
    authorizer: setup.authorizer ?? allow,
    connect: setup.connect ?? accept,
    disconnect: setup.disconnect ?? ok,
    fallback: setup.fallback ?? ok,
    ping: setup.ping ?? ok,
  };
  return createWebSocketApi({
    api: 'Api',
    context,
    template: templateOf([
      [
        'Api',
        'AWS::ApiGatewayV2::Api',
        { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
      ],
      [
        'Stage',
        'AWS::ApiGatewayV2::Stage',
        { ApiId: idOf('Api'), StageName: 'live', AutoDeploy: true, ...setup.stage },
      ],
      [
        'Authorizer',
        'AWS::ApiGatewayV2::Authorizer',
        {
          ApiId: idOf('Api'),
          AuthorizerType: 'REQUEST',
          AuthorizerUri: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${arnOf('authorizer')}/invocations`,
          IdentitySource: ['route.request.header.Sec-WebSocket-Protocol'],
        },
      ],
      ...route('$connect', 'connect', {
        route: { AuthorizationType: 'CUSTOM', AuthorizerId: idOf('Authorizer') },
      }),
      ...route('$disconnect', 'disconnect'),
      ...route('ping', 'ping', returns),
      ...(setup.fallback
        ? route('$default', 'fallback', setup.fallbackReturns === false ? {} : returns)
        : []),
    ]),
    functions: functionsOf(handlers),
    mayInvoke: setup.mayInvoke ?? (() => true),
    limits: { closeMs: 100, ...setup.limits },
  });
}

/** A $connect that takes the subprotocol offered. */
function accept(event: SocketEvent): object {
  const headers = event.headers as Record<string, string>;
  return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': headers['Sec-WebSocket-Protocol'] } };
}

/** A handler that lets `note` see its event first. */
function noting(note: (event: SocketEvent) => unknown, handler: Handler): Handler {
  return (event) => {
    note(event);
    return handler(event);
  };
}

function allow(event: SocketEvent, statement: object = {}) {
  return {
    principalId: 'till',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn, ...statement }],
    },
  };
}

async function refusalOf(socket: WebSocket): Promise<{ status: number; body: unknown }> {
  const [, response] = await once(socket, 'unexpected-response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) };
}

async function ask(socket: WebSocket, message: string): Promise<string> {
  const heard = once(socket, 'message');
  // In frames that the gateway takes, however long the message is.
  for (let at = 0; at === 0 || at < message.length; at += 32 * 1024) {
    socket.send(message.slice(at, at + 32 * 1024), { fin: at + 32 * 1024 >= message.length });
  }
  return String((await heard)[0]);
}

function sendInFrames(socket: WebSocket, kilobytes: number): void {
  for (let n = 1; n <= kilobytes; n += 1) socket.send('x'.repeat(1024), { fin: n === kilobytes });
}

/** A handshake by hand, for clients that a library would not let be so rude. */
async function rawSocket(port: number, headers: Record<string, string>): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  cleanups.push(() => socket.destroy());
  await once(socket, 'connect');
  const all = {
    Host: 'localhost',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET /live HTTP/1.1\r\n${lines.join('')}\r\n`);
  return socket;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function fail(message: string): never {
  throw new Error(message);
}
