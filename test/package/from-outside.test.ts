import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnApp } from './an-app.ts';
import { Heard } from './heard.ts';
import { OpenStack } from './open-stack.ts';
import { filesInReadme } from './readme.ts';

const example = join(import.meta.dirname, '../../examples/hello');
const readme = filesInReadme("Put your own task in the recipe's place");

it('the README shows the example, file by file', () => {
  const files = readdirSync(example).map((name) => [name, readFileSync(join(example, name), 'utf8')]);
  expect(readme).toEqual(Object.fromEntries(files));
});

it('a task and its steps are 25 lines', () => {
  const lines = `${readme['task.ts']}${readme['steps.ts']}`.split('\n').filter((line) => line !== '');
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.length).toBeLessThanOrEqual(25);
});

describe('an app that has the package installed', () => {
  let app: AnApp;
  beforeAll(async () => {
    app = await AnApp.create(readme);
  }, 60_000);
  afterAll(() => app[Symbol.asyncDispose]());

  it('has types: a step without words or handler, and a wrong field or prop, are errors', async () => {
    await app.write({ 'mistakes.ts': mistakes, 'tsconfig.json': JSON.stringify(strict) });
    expect(await app.typeErrors()).toBe('');
  });

  it('may be CommonJS', async () => {
    const script = "console.log(typeof require('smart-coffee-maker').LongRunningTask)";
    expect(await app.node(['--input-type=commonjs', '--eval', script])).toBe('function\n');
  });

  it('sees nothing of the package but what it exports', async () => {
    const script = "import 'smart-coffee-maker/dist/package/domain/order.js'";
    await expect(app.node(['--input-type=module', '--eval', script])).rejects.toThrow(
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    );
  });

  it('is told by name what is wrong when it is synthesized', async () => {
    await app.write({ 'wrong.ts': String(readme['app.ts']).replace("'steps.ts'", "'stepz.ts'") });
    await expect(app.node(['wrong.ts'])).rejects.toThrow(/Hello\/Greetings: steps .*stepz\.ts/);
  });

  it('may return files: the package has what is bundled for that', async () => {
    const files = String(readme['app.ts']).replace(/(new LongRunningTask\([^{]*\{)/, "$1 results: 'bucket',");
    await app.write({ 'files.ts': files });
    await app.node(['files.ts'], { CDK_OUTDIR: join(app.folder, 'out') });
    const template = readFileSync(join(app.folder, 'out', 'Hello.template.json'), 'utf8');
    expect(template).toContain('GET /greetings/{id}/download');
  });

  it('is run by npx local-cloud: 202, then ready over the WebSocket', async () => {
    await using stack = await OpenStack.open(app.folder, 'node app.ts');
    const token = await stack.token('shawn');
    using heard = await Heard.listen(stack.liveUrl, 'hello', token);
    const answer = await stack.order(token, 'greetings', { to: 'world' });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toMatch(/^\/greetings\//);
    const env = { API_URL: stack.url, LIVE_URL: stack.liveUrl, TOKEN: token };
    expect((await app.node(['order.ts'], env)).trimEnd().split('\n').at(-1)).toBe('Hello, world!');
    expect(await heard.until('hello.ready')).toMatchObject({
      data: { order: { to: 'world', status: 'ready', result: { writing: { text: 'Hello, world!' } } } },
    });
  });
});

const strict = {
  compilerOptions: {
    target: 'esnext',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    skipLibCheck: true,
    noEmit: true,
  },
};

/** Each line after a comment must not compile: without an error there, TypeScript reports the comment. */
const mistakes = `
import { Stack } from 'aws-cdk-lib';
import { LongRunningTask, TaskApi } from 'smart-coffee-maker';
import { TaskClient } from 'smart-coffee-maker/client';
import { defineTask, PermanentError, stepHandlers, timed, work } from 'smart-coffee-maker/task';
import * as v from 'valibot';
import { hello } from './task.ts';

const request = v.object({ pages: v.number() });
const common = { name: 'report', collection: 'reports', request };

export const report = defineTask({
  ...common,
  steps: ({ pages }) => [timed('queueing', 1), work('rendering', pages)],
  says: { queueing: () => '', rendering: () => '' },
});
defineTask({
  ...common,
  steps: () => [timed('queueing', 1), work('rendering', 1)],
  // @ts-expect-error no words for rendering
  says: { queueing: () => '' },
});
defineTask({
  ...common,
  // @ts-expect-error the request has no such field
  steps: ({ chapters }) => [work('rendering', chapters)],
  says: { rendering: () => '' },
});

// @ts-expect-error no handler for rendering
stepHandlers(report, {});
stepHandlers(report, {
  rendering: async () => ({ done: {} }),
  // @ts-expect-error no such step
  binding: async () => ({ done: {} }),
});
stepHandlers(report, {
  rendering: async ({ request }) => {
    // @ts-expect-error the request has no such field
    if (request.chapters) throw new PermanentError('Too long', 'A report has no chapters.');
    return { done: { pages: request.pages } };
  },
});
stepHandlers(hello, {
  // @ts-expect-error neither done nor to be continued
  writing: async () => 'Hello',
});
stepHandlers(hello, {
  // @ts-expect-error the result has no such field
  writing: async () => ({ done: { words: 'Hello' } }),
});

const client = new TaskClient<typeof hello>({
  task: { name: 'hello', collection: 'greetings' },
  apiUrl: '',
  liveUrl: '',
  token: async () => '',
});
export async function greet(): Promise<string | undefined> {
  // @ts-expect-error the request has no such field
  await client.order({ too: 'world' });
  const { id, status, result } = await client.order({ to: 'world' });
  // @ts-expect-error no such status
  if (status === 'thinkin') return id;
  // @ts-expect-error the result has no such field
  if (result?.writing?.words) return id;
  return result?.writing?.text;
}

const stack = new Stack();
const auth = { issuer: 'https://login.example', audience: 'reports' };
const api = new TaskApi(stack, 'Api', { tasks: ['/task.ts'], auth });
export const { worker, queue, deadLetterQueue, parkedMessages, table, url, liveUrl } = new LongRunningTask(
  stack,
  'Reports',
  { task: '/task.ts', steps: '/steps.ts', api },
);
// @ts-expect-error no steps
new LongRunningTask(stack, 'Stepless', { task: '/task.ts', api });
`;
