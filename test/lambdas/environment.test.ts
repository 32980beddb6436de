import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readEnv } from '../../lambdas/read-env.ts';
import { task } from '../fakes/a-task.ts';
import { coldStart, setEnvironment } from './an-environment.ts';

const queue = 'https://sqs.eu-central-1.amazonaws.com/123456789012/messages';
const api = async () => (await import('../../lambdas/api/handler.ts')).orderApiHandler(task);
const worker = async () => (await import('../../lambdas/brew/handler.ts')).stepWorkerHandler({});
const functions: Record<string, [load: () => Promise<unknown>, variables: readonly string[]]> = {
  api: [api, ['ORDERS_TABLE', 'BY_OWNER_INDEX', 'OPEN_BY_OWNER_INDEX', 'STEPS_QUEUE_URL', 'SPEED']],
  fallback: [
    async () => (await import('../../lambdas/api/fallback-handler.ts')).handler,
    ['ROUTES', 'PROBLEM_TYPES'],
  ],
  brewer: [worker, ['ORDERS_TABLE', 'STEPS_QUEUE_URL']],
  'dead letters': [
    async () => (await import('../../lambdas/brew/dead-letters-handler.ts')).handler,
    ['ORDERS_TABLE', 'STEPS_QUEUE_URL', 'PARKED_MESSAGES_QUEUE_URL'],
  ],
  sweeper: [
    async () => (await import('../../lambdas/brew/sweeper-handler.ts')).handler,
    ['ORDERS_TABLE', 'OPEN_INDEX', 'STEPS_QUEUE_URL'],
  ],
  publisher: [
    async () => (await import('../../lambdas/notify/stream-handler.ts')).streamHandler(task),
    ['CONNECTIONS_TABLE', 'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI'],
  ],
  socket: [
    async () => (await import('../../lambdas/notify/socket-handler.ts')).socketHandler([task]),
    ['ORDERS_TABLES', 'OPEN_BY_OWNER_INDEX', 'CONNECTIONS_TABLE', 'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI'],
  ],
  authorizer: [
    async () => (await import('../../lambdas/notify/authorizer-handler.ts')).handler,
    ['TASKS', 'ISSUER', 'AUDIENCE', 'SCOPES', 'ALLOWED_ORIGINS'],
  ],
};
const cases = Object.entries(functions).map(([name, [load, variables]]) => ({ name, load, variables }));

describe('the start of a function (fault 51)', () => {
  it.each(cases)('$name: succeeds with its environment', async ({ load }) => {
    setEnvironment();
    expect(await coldStart(load)).toBeTypeOf('function');
  });

  it.each(cases)('$name: fails with the names of what is missing', async ({ load, variables }) => {
    setEnvironment(Object.fromEntries(variables.map((name) => [name, undefined])));
    const start = coldStart(load);
    for (const name of variables) await expect(start).rejects.toThrow(`${name}: `);
  });

  it.each(['0', '-1', 'fast', '', 'Infinity', 'NaN', '1e9'])('fails at a speed of %j', async (speed) => {
    setEnvironment({ SPEED: speed });
    await expect(coldStart(api)).rejects.toThrow('SPEED');
  });

  it('fails at an empty table name and at an address that is none', async () => {
    setEnvironment({ ORDERS_TABLE: '', ISSUER: 'issuer' });
    await expect(coldStart(worker)).rejects.toThrow('ORDERS_TABLE');
    await expect(coldStart(() => import('../../lambdas/notify/authorizer-handler.ts'))).rejects.toThrow(
      'ISSUER',
    );
  });
});

describe('reading the environment', () => {
  const schema = v.object({ STEPS_QUEUE_URL: v.string(), SPEED: v.pipe(v.string(), v.toNumber()) });

  it('gives what the schema makes of it, and nothing besides', () => {
    const env = { STEPS_QUEUE_URL: queue, SPEED: '2', HOME: '/root' };
    expect(readEnv(schema, env)).toEqual({ STEPS_QUEUE_URL: queue, SPEED: 2 });
  });

  it('names everything that is missing or wrong at once', () => {
    expect(() => readEnv(schema, { SPEED: 'fast' })).toThrow(
      /missing or wrong: STEPS_QUEUE_URL: .*; SPEED: /,
    );
  });
});
