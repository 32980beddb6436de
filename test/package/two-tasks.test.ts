import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cloud } from '../../packages/local-cloud/src/cloud.ts';
import { Heard } from './heard.ts';
import { openStack, order } from './open-stack.ts';

const root = join(import.meta.dirname, '../..');

let out: string;
let cloud: Cloud;
let token: string;

/** As examples/README.md tells to in this repository. */
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'two-tasks-'));
  const args = ['--conditions=smart-coffee-maker-source', 'examples/two-tasks.ts'];
  const env = { ...process.env, CDK_OUTDIR: out, CDK_VALIDATION: 'false' };
  await promisify(execFile)(process.execPath, args, { cwd: root, env });
  cloud = await openStack(out);
  token = await cloud.issuer.token('shawn');
}, 60_000);

afterAll(async () => {
  await cloud?.close();
  await rm(out, { recursive: true });
});

it('two tasks of one stack take orders by one API, and each connection hears of its own task', async () => {
  using greetings = await Heard.listen(cloud.liveUrl, 'hello', token);
  using reports = await Heard.listen(cloud.liveUrl, 'report', token);
  expect((await order(cloud, token, 'reports', { pages: 30 })).status).toBe(202);
  expect((await order(cloud, token, 'greetings', { to: 'world' })).status).toBe(202);

  expect(await greetings.until('hello.ready')).toMatchObject({
    data: { order: { result: { writing: { text: 'Hello, world!' } } } },
  });
  expect(await reports.until('report.ready')).toMatchObject({
    data: { order: { result: { rendering: { pages: 30 } } }, message: 'Your report of 30 pages is ready.' },
  });
  const types = (heard: Heard) => new Set(heard.events.map(({ type }) => type.split('.')[0]));
  expect(types(greetings)).toEqual(new Set(['hello']));
  expect(types(reports)).toEqual(new Set(['report']));
});

it('a task sees no order of another one', async () => {
  const { id } = (await (await order(cloud, token, 'greetings', { to: 'world' })).json()) as { id: string };
  const get = (path: string) =>
    fetch(`${cloud.url}/${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect((await get(`greetings/${id}`)).status).toBe(200);
  expect((await get(`reports/${id}`)).status).toBe(404);
  expect(await (await get('greetings')).text()).toContain(id);
  expect(await (await get('reports')).text()).not.toContain(id);
});
