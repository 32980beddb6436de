import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { HttpApi } from '../../src/api-gateway/http/http-api.ts';
import type { WebSocketApi } from '../../src/api-gateway/web-socket/web-socket-api.ts';
import { startIssuer } from '../../src/issuer/issuer.ts';
import { PortTaken } from '../../src/server/port-taken.ts';
import { type PublicServer, startPublicServer } from '../../src/server/public-server.ts';

let folder: string;
const open: PublicServer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-'));
  const web = join(folder, 'web');
  await mkdir(join(web, 'parts'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(web, 'index.html'), '<title>app</title>');
  await writeFile(join(web, 'board.html'), '<title>board</title>');
  await writeFile(join(web, 'parts', 'board.js'), 'export {};');
  await writeFile(join(web, '.env'), 'secret');
  await symlink(join(folder, 'secret.txt'), join(web, 'link.txt'));
});

afterAll(() => rm(folder, { recursive: true }));

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

describe('the public server', () => {
  it('is reached by every name of this machine and by no other address', async () => {
    const server = await serve();
    for (const host of ['localhost', '127.0.0.1']) {
      expect((await fetch(`http://${host}:${server.port}/config.json`)).status).toBe(200);
    }
    expect(server.url).toBe(`http://localhost:${server.port}`);
  });

  it('says so while it is not ready', async () => {
    const server = await start();
    expect((await fetch(`${server.url}/`)).status).toBe(503);
  });

  it('names a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const attempt = startPublicServer({ port });
    await expect(attempt).rejects.toBeInstanceOf(PortTaken);
    await expect(attempt).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    other.close();
  });

  it('serves the page and its parts with their types', async () => {
    const server = await serve();
    const page = await fetch(`${server.url}/?user=shawn`);
    expect([await page.text(), page.headers.get('content-type')]).toEqual([
      '<title>app</title>',
      'text/html; charset=utf-8',
    ]);
    const script = await fetch(`${server.url}/parts/board.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const head = await fetch(`${server.url}/parts/board.js`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
  });

  it('serves the file that a path means', async () => {
    const server = await serve();
    expect(await (await fetch(`${server.url}/board`)).text()).toBe('<title>board</title>');
  });

  it("sends the page's headers with each of its files, and with nothing else", async () => {
    const server = await serve();
    const framing = async (path: string) => (await fetch(server.url + path)).headers.get('x-frame-options');
    expect([await framing('/'), await framing('/parts/board.js'), await framing('/orders')]).toEqual([
      'DENY',
      'DENY',
      null,
    ]);
  });

  it('sends a browser that opens it by an address to its name, where sign-in works', async () => {
    const server = await serve();
    const navigation = 'Sec-Fetch-Mode: navigate\r\n';
    const answer = await rawGet(server.port, '/board', `127.0.0.1:${server.port}`, navigation);
    expect(answer).toMatch(/^HTTP\/1.1 307 /);
    expect(answer).toContain(`location: ${server.url}/board\r\n`);
    expect(await rawGet(server.port, '/board', `localhost:${server.port}`, navigation)).toMatch(
      /^HTTP\/1.1 200 /,
    );
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/parts/..%5c..%5csecret.txt',
    '//secret.txt',
    '/link.txt',
    '/.env',
    '/parts',
    '/parts/',
    '/index.html%00.txt',
    '/%zz',
    `/${'x'.repeat(5000)}`,
  ])('does not serve %s from outside the page', async (path) => {
    const server = await serve();
    expect(await rawGet(server.port, path)).toContain('from the API');
  });

  it('hands everything else, and every other method, to the HTTP API', async () => {
    const server = await serve();
    expect(await (await fetch(`${server.url}/orders`)).text()).toBe('from the API');
    expect(await (await fetch(`${server.url}/`, { method: 'POST' })).text()).toBe('from the API');
  });

  it('gives the page its configuration and the issuer its place', async () => {
    const server = await serve();
    expect(await (await fetch(`${server.url}/config.json`)).json()).toEqual({ apiUrl: 'here' });
    const discovery = await fetch(`${server.url}/oidc/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({ issuer: `${server.url}/oidc` });
  });
});

describe('GET /local/token', () => {
  it('gives a token for the user asked for', async () => {
    const server = await serve();
    const response = await fetch(`${server.url}/local/token?user=shawn`);
    const { access_token } = (await response.json()) as { access_token: string };
    expect(decodeJwt(access_token).sub).toBe('shawn');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['', '?user=', '?user=a%20b', '?user=%3Cscript%3E', `?user=${'x'.repeat(65)}`])(
    'answers %j with a problem',
    async (query) => {
      const server = await serve();
      const response = await fetch(`${server.url}/local/token${query}`);
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ status: 400, detail: expect.stringContaining('user') });
    },
  );

  it('gives none to pages of other origins, nor does the issuer', async () => {
    const server = await serve();
    const own = { origin: server.url, 'sec-fetch-site': 'same-origin' };
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost:5173' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    const token = (headers: Record<string, string>) => fetch(`${server.url}/local/token?user=a`, { headers });
    expect((await token(own)).status).toBe(200);
    for (const headers of foreign) {
      expect((await token(headers as Record<string, string>)).status).toBe(403);
      const body = new URLSearchParams({ grant_type: 'password', username: 'shawn' });
      const init = { method: 'POST', body, headers: headers as Record<string, string> };
      expect((await fetch(`${server.url}/oidc/token`, init)).status).toBe(403);
    }
  });
});

describe('names of this machine', () => {
  it('are the only ones it answers to, so that no foreign name can be bound to it', async () => {
    const server = await serve();
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      '10.0.0.1',
      `evil.example:${server.port}`,
    ]) {
      expect(await rawGet(server.port, '/local/token?user=a', host)).toMatch(/^HTTP\/1.1 421 /);
    }
    expect(await rawGet(server.port, '/config.json', `[::1]:${server.port}`)).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('upgrades', () => {
  it('go to the WebSocket API on its path only', async () => {
    const upgraded: string[] = [];
    const server = await serve({
      handleUpgrade: (req, socket) => {
        upgraded.push(req.url ?? '');
        socket.destroy();
        return Promise.resolve();
      },
    });
    const refused = new WebSocket(`ws://localhost:${server.port}/elsewhere`);
    const [, response] = await once(refused, 'unexpected-response');
    expect(response.statusCode).toBe(404);
    await once(new WebSocket(`ws://localhost:${server.port}/live?a=1`), 'error');
    expect(upgraded).toEqual(['/live?a=1']);
  });

  it.each(['h2c', 'TLS/1.0', 'h2c, websocket', 'foo/2'])(
    'to %s are left alone on every address',
    async (protocol) => {
      const server = await serve();
      const offer = `Upgrade: ${protocol}\r\nConnection: Upgrade\r\n`;
      for (const path of ['/', '/config.json', '/local/token?user=a', '/oidc/jwks', '/orders', '/live']) {
        expect(await rawGet(server.port, path, 'localhost', offer), path).toMatch(/^HTTP\/1.1 200 /);
      }
      expect(await rawGet(server.port, '/', 'evil.example', offer)).toMatch(/^HTTP\/1.1 421 /);
    },
  );

  it('to h2c are answered with the body that came along, and the connection goes on', async () => {
    const bodies: string[] = [];
    const server = await serve({}, async (req, res) => {
      bodies.push(await text(req));
      res.end('taken');
    });
    const head = 'HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n';
    const socket = connect(server.port, '127.0.0.1');
    for (const request of [
      `POST /orders ${head}Content-Length: 5\r\n\r\nlarge`,
      `POST /orders ${head}Transfer-Encoding: chunked\r\n\r\n3\r\ntea\r\n0\r\n\r\n`,
      `GET /orders ${head}\r\n`,
    ]) {
      socket.write(request);
      const [answer] = await once(socket, 'data');
      expect(String(answer)).toMatch(/^HTTP\/1.1 200 [\s\S]*\r\nConnection: keep-alive\r\n/);
    }
    socket.destroy();
    expect(bodies).toEqual(['large', 'tea', '']);
  });

  it('are not waited for while the server is still opening', async () => {
    const server = await start();
    const offer = 'Upgrade: h2c\r\nConnection: Upgrade\r\n';
    expect(await rawGet(server.port, '/', 'localhost', offer)).toMatch(/^HTTP\/1.1 503 /);
  });
});

describe('close', () => {
  it('takes less than a second, whatever clients leave open', async () => {
    const server = await serve({}, () => new Promise(() => undefined));
    const idle = connect(server.port, '127.0.0.1');
    const half = connect(server.port, '127.0.0.1');
    half.write('GET / HTTP/1.1\r\nHost: local');
    const waiting = request({ port: server.port, host: '127.0.0.1', path: '/orders' }).end();
    const upgrade = connect(server.port, '127.0.0.1');
    upgrade.write(
      'GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    const ended = [idle, half, upgrade].map((socket) => once(socket.on('error', () => 0).resume(), 'close'));
    const failed = once(waiting, 'error').catch((error: unknown) => [error]);
    await fetch(`${server.url}/config.json`);
    const startedAt = performance.now();
    await server.close();
    expect(performance.now() - startedAt).toBeLessThan(1000);
    await Promise.all([...ended, failed]);
    await expect(fetch(`${server.url}/config.json`)).rejects.toThrow();
  });

  it('lets the port be used again at once', async () => {
    const first = await serve();
    await first.close();
    const second = await startPublicServer({ port: first.port });
    open.push(second);
    expect(second.port).toBe(first.port);
  });
});

async function start(): Promise<PublicServer> {
  const server = await startPublicServer({ port: 0 });
  open.push(server);
  return server;
}

async function serve(
  webSocketApi: Partial<WebSocketApi> = {},
  handle: HttpApi['handle'] = (_req, res) => {
    res.end('from the API');
    return Promise.resolve();
  },
): Promise<PublicServer> {
  const server = await start();
  server.serve({
    site: {
      folder: join(folder, 'web'),
      headers: { 'x-frame-options': 'DENY' },
      rewrite: ({ url = '' }) => (url === '/board' ? '/board.html' : url.replace(/\?.*/, '')),
      json: { '/config.json': { apiUrl: 'here' } },
    },
    issuer: await startIssuer({ publicUrl: server.url, clientId: 'till' }),
    httpApi: { handle },
    webSocketApis: [
      {
        apiId: 'live',
        path: '/live',
        handleUpgrade: () => Promise.resolve(),
        post: () => Promise.resolve('gone'),
        get: () => 'gone',
        delete: () => 'gone',
        cut: () => {},
        connections: () => [],
        close: () => Promise.resolve(),
        ...webSocketApi,
      },
    ],
  });
  return server;
}

/** A request as it is written, which `fetch` would tidy up. */
async function rawGet(port: number, path: string, host = 'localhost', headers = ''): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers}Connection: close\r\n\r\n`);
  return await text(socket);
}
