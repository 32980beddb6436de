import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readEnv } from '../../lambdas/read-env.ts';
import { coldStart, setEnvironment } from './an-environment.ts';

const queue = 'https://sqs.eu-central-1.amazonaws.com/123456789012/slips';
const functions: Record<string, [load: () => Promise<unknown>, variables: readonly string[]]> = {
  api: [
    () => import('../../lambdas/api/handler.ts'),
    ['ORDERS_TABLE', 'BY_OWNER_INDEX', 'SLIPS_QUEUE_URL', 'BREW_SPEED'],
  ],
  brewer: [() => import('../../lambdas/brew/handler.ts'), ['ORDERS_TABLE', 'SLIPS_QUEUE_URL']],
  'dead letters': [
    () => import('../../lambdas/brew/dead-letters-handler.ts'),
    ['ORDERS_TABLE', 'SLIPS_QUEUE_URL', 'LOST_SLIPS_QUEUE_URL'],
  ],
  sweeper: [
    () => import('../../lambdas/brew/sweeper-handler.ts'),
    ['ORDERS_TABLE', 'OPEN_INDEX', 'SLIPS_QUEUE_URL'],
  ],
  announcer: [
    () => import('../../lambdas/notify/stream-handler.ts'),
    ['CONNECTIONS_TABLE', 'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI'],
  ],
  socket: [
    () => import('../../lambdas/notify/socket-handler.ts'),
    ['ORDERS_TABLE', 'OPEN_BY_OWNER_INDEX', 'CONNECTIONS_TABLE', 'AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI'],
  ],
  authorizer: [
    () => import('../../lambdas/notify/authorizer-handler.ts'),
    ['ISSUER', 'AUDIENCE', 'ALLOWED_ORIGINS'],
  ],
};
const cases = Object.entries(functions).map(([name, [load, variables]]) => ({ name, load, variables }));

describe('the start of a function (fault 51)', () => {
  it.each(cases)('$name: succeeds with its environment', async ({ load }) => {
    setEnvironment();
    expect(await coldStart(load)).toMatchObject({ handler: expect.any(Function) });
  });

  it.each(cases)('$name: fails with the names of what is missing', async ({ load, variables }) => {
    setEnvironment(Object.fromEntries(variables.map((name) => [name, undefined])));
    const start = coldStart(load);
    for (const name of variables) await expect(start).rejects.toThrow(`${name}: `);
  });

  it.each(['0', '-1', 'fast', '', 'Infinity', 'NaN', '1e9'])('fails at a speed of %j', async (speed) => {
    setEnvironment({ BREW_SPEED: speed });
    await expect(coldStart(() => import('../../lambdas/api/handler.ts'))).rejects.toThrow('BREW_SPEED');
  });

  it('fails at an empty table name and at an address that is none', async () => {
    setEnvironment({ ORDERS_TABLE: '', ISSUER: 'issuer' });
    await expect(coldStart(() => import('../../lambdas/brew/handler.ts'))).rejects.toThrow('ORDERS_TABLE');
    await expect(coldStart(() => import('../../lambdas/notify/authorizer-handler.ts'))).rejects.toThrow(
      'ISSUER',
    );
  });
});

describe('reading the environment', () => {
  const schema = v.object({ SLIPS_QUEUE_URL: v.string(), SPEED: v.pipe(v.string(), v.toNumber()) });

  it('gives what the schema makes of it, and nothing besides', () => {
    const env = { SLIPS_QUEUE_URL: queue, SPEED: '2', HOME: '/root' };
    expect(readEnv(schema, env)).toEqual({ SLIPS_QUEUE_URL: queue, SPEED: 2 });
  });

  it('names everything that is missing or wrong at once', () => {
    expect(() => readEnv(schema, { SPEED: 'fast' })).toThrow(
      /missing or wrong: SLIPS_QUEUE_URL: .*; SPEED: /,
    );
  });
});
