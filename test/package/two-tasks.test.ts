import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Heard } from './heard.ts';
import { OpenStack } from './open-stack.ts';

const root = join(import.meta.dirname, '../..');

const january = { type: 'sales', from: '2026-01-01', to: '2026-01-31' };

let stack: OpenStack;
let token: string;

/** As examples/README.md tells to in this repository. */
beforeAll(async () => {
  stack = await OpenStack.open(root, 'node --conditions=smart-coffee-maker-source examples/two-tasks.ts');
  token = await stack.token('shawn');
}, 60_000);

afterAll(() => stack?.close());

it('two tasks of one stack take orders by one API, and each connection hears of its own task', async () => {
  using greetings = await Heard.listen(stack.liveUrl, 'hello', token);
  using reports = await Heard.listen(stack.liveUrl, 'report', token);
  expect((await stack.order(token, 'reports', january)).status).toBe(202);
  expect((await stack.order(token, 'greetings', { to: 'world' })).status).toBe(202);

  expect(await greetings.until('hello.ready')).toMatchObject({
    data: { order: { result: { writing: { text: 'Hello, world!' } } } },
  });
  expect(await reports.until('report.ready')).toMatchObject({
    data: {
      order: { result: { collecting: { sales: 155 } } },
      message: 'Your report is ready for downloading.',
    },
  });
  const types = (heard: Heard) => new Set(heard.events.map(({ type }) => type.split('.')[0]));
  expect(types(greetings)).toEqual(new Set(['hello']));
  expect(types(reports)).toEqual(new Set(['report']));
});

it('a task sees no order of another one', async () => {
  const { id } = (await (await stack.order(token, 'greetings', { to: 'world' })).json()) as { id: string };
  const get = (path: string) =>
    fetch(`${stack.url}/${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect((await get(`greetings/${id}`)).status).toBe(200);
  expect((await get(`reports/${id}`)).status).toBe(404);
  expect(await (await get('greetings')).text()).toContain(id);
  expect(await (await get('reports')).text()).not.toContain(id);
});

describe('a file as a result', () => {
  const get = (path: string, user: string, init: RequestInit = {}) =>
    fetch(`${stack.url}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${user}` } });
  const order = async (request: object) => {
    const answer = await stack.order(token, 'reports', request);
    return (await answer.json()) as { id: string; links: { self: string } };
  };

  it('is shown by its order, and downloaded by its customer alone, with ranges', async () => {
    using reports = await Heard.listen(stack.liveUrl, 'report', token);
    const { id } = await order(january);
    const { data } = await reports.until('report.ready');
    const { result, links } = (data as { order: unknown }).order as {
      result: { file: { name: string; contentType: string; bytes: number }; collecting: { cents: number } };
      links: { download: string };
    };
    expect(result.file).toMatchObject({
      name: 'sales from 2026-01-01 to 2026-01-31.csv',
      contentType: 'text/csv; charset=utf-8',
    });
    expect(Object.keys(result.file)).not.toContain('key');
    expect(links.download).toBe(`/reports/${id}/download`);

    const led = await get(links.download, token, { redirect: 'manual' });
    expect([led.status, led.headers.get('cache-control')]).toEqual([303, 'no-store']);
    const address = String(led.headers.get('location'));
    const whole = await fetch(address);
    const text = await whole.text();
    expect(whole.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(whole.headers.get('content-disposition')).toContain("filename*=UTF-8''sales%20from");
    expect(text).toHaveLength(result.file.bytes);
    expect(text.trimEnd().split('\r\n')).toHaveLength(1 + 31 * 5 + 1);
    expect(text.endsWith(`total,,,${(result.collecting.cents / 100).toFixed(2)}\r\n`)).toBe(true);

    const part = await fetch(address, { headers: { range: 'bytes=0-2' } });
    expect([part.status, await part.text()]).toEqual([206, 'day']);
    expect((await fetch(address.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).status).toBe(403);
    const head = await get(links.download, token, { method: 'HEAD', redirect: 'manual' });
    const headed = await fetch(String(head.headers.get('location')), { method: 'HEAD' });
    expect(headed.headers.get('content-length')).toBe(String(result.file.bytes));

    const other = await get(links.download, await stack.token('ada'));
    expect([other.status, await other.json()]).toEqual([
      404,
      expect.objectContaining({ type: 'urn:report:problem:unknown-order' }),
    ]);
  });

  it('is none of an order that was cancelled', async () => {
    const { links } = await order({ ...january, from: '2017-01-01' });
    expect((await get(links.self, token, { method: 'DELETE' })).status).toBe(200);
    const answer = await get(`${links.self}/download`, token);
    expect([answer.status, await answer.json()]).toEqual([
      409,
      expect.objectContaining({ detail: 'The order is cancelled: it has no file.' }),
    ]);
  });

  it.each([
    [{ ...january, to: '2025-12-31' }, '#/to', 'must not be before from'],
    [{ ...january, from: '1626-01-01' }, '#/to', 'must be within ten years of from'],
    [{ ...january, type: 'horoscope' }, '#/type', 'must be sales'],
    [{ ...january, from: '2025-02-30' }, '#/from', 'must be a day of the calendar'],
  ])('of a request that makes none is refused: %j', async (request, pointer, detail) => {
    const answer = await stack.order(token, 'reports', request);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer, detail }] });
  });
});
