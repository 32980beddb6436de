import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Heard } from './heard.ts';
import { OpenStack } from './open-stack.ts';

const root = join(import.meta.dirname, '../..');

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
  expect((await stack.order(token, 'reports', { pages: 5 })).status).toBe(202);
  expect((await stack.order(token, 'greetings', { to: 'world' })).status).toBe(202);

  expect(await greetings.until('hello.ready')).toMatchObject({
    data: { order: { result: { writing: { text: 'Hello, world!' } } } },
  });
  expect(await reports.until('report.ready')).toMatchObject({
    data: { order: { result: { rendering: { pages: 5 } } }, message: 'Your report of 5 pages is ready.' },
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
