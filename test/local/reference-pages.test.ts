import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReferencePages } from '../../bin/start/reference-pages.ts';

const contracts = join(import.meta.dirname, '../../contracts');
const serve = createReferencePages(contracts);
const server = createServer(async (req, res) => {
  if (!(await serve(req, res))) res.writeHead(418).end();
});
let url: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

describe('the reference', () => {
  it.each(['openapi.json', 'asyncapi.json'])('serves %s as it is', async (name) => {
    const response = await fetch(`${url}/${name}`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe(readFileSync(join(contracts, name), 'utf8'));
  });

  it('is a page all parts of which are served here', async () => {
    const html = await (await fetch(`${url}/docs`)).text();
    const parts = [...html.matchAll(/(?:src|href)="(\/docs[^"]*)"/g)].map(([, path]) => path);
    expect(parts).toHaveLength(4);
    for (const path of parts) expect((await fetch(url + path)).status, path).toBe(200);
    expect(html).not.toMatch(/(src|href)="https?:/);
  });

  it.each(['/docs/', '/docs/../package.json', '/reference/index.html', '/orders', '/constructor'])(
    'leaves %s to others',
    async (path) => {
      expect((await fetch(url + path)).status).toBe(418);
    },
  );

  it('is only read', async () => {
    expect((await fetch(`${url}/docs`, { method: 'POST' })).status).toBe(418);
    const head = await fetch(`${url}/docs`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(
      String(readFileSync(join(contracts, 'reference/index.html')).length),
    );
  });
});
