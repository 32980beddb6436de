import { describe, expect, it, vi } from 'vitest';
import { testFunction } from './function-fixture.ts';

const echo = 'export const handler = async (event) => event;';
/** Does not answer before it is told to: the event names a file to wait for. */
const patient = `
import { watch, existsSync } from 'node:fs';
import { dirname } from 'node:path';
export const handler = async ({ until }) => {
  if (!existsSync(until)) {
    for await (const _ of watch(dirname(until))) if (existsSync(until)) break;
  }
  return process.pid;
};`;

describe('an invocation', () => {
  it('gives what the handler returns, as JSON would carry it', async () => {
    const fn = testFunction(
      'export const handler = async ({ at }) => ({ at: new Date(at), no: undefined });',
    );
    const result = await fn.invoke({ at: 0 });
    expect(result).toEqual({ outcome: 'returned', payload: { at: '1970-01-01T00:00:00.000Z' } });
  });

  it('gives null for a handler that returns nothing', async () => {
    const fn = testFunction('export const handler = async () => {};');
    expect(await fn.invoke({})).toEqual({ outcome: 'returned', payload: null });
  });

  it('has the context of a Lambda invocation', async () => {
    const fn = testFunction(`export const handler = async (_, { getRemainingTimeInMillis, ...context }) =>
      ({ ...context, remaining: getRemainingTimeInMillis() });`);
    const result = await fn.invoke({});
    expect(result).toMatchObject({
      payload: {
        functionName: 'app-work',
        functionVersion: '$LATEST',
        invokedFunctionArn: fn.arn,
        memoryLimitInMB: '128',
        logGroupName: 'WorkLogs',
        logStreamName: expect.stringMatching(/^\[\$LATEST\][0-9a-f]{32}$/),
        callbackWaitsForEmptyEventLoop: true,
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        remaining: expect.toSatisfy((left: number) => left > 5000 && left <= 10_000),
      },
    });
  });

  it('sees the variables of the template and of Lambda, and none of this process', async () => {
    vi.stubEnv('SECRET_OF_THE_LAPTOP', 'x');
    const fn = testFunction('export const handler = async () => process.env;');
    const { payload } = (await fn.invoke({})) as { payload: Record<string, string> };
    vi.unstubAllEnvs();
    expect(payload).toMatchObject({
      RECIPE: 'large',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:4566',
      AWS_LAMBDA_FUNCTION_NAME: 'app-work',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      _HANDLER: 'index.handler',
      TZ: ':UTC',
    });
    const foreign = Object.keys(payload).filter(
      (name) => !/^(_?AWS_|_HANDLER|_X_AMZN|LAMBDA_|TZ$|RECIPE$)/.test(name),
    );
    expect(foreign).toEqual([]);
  });

  it('fails with type and message of what the handler throws, and the process goes on', async () => {
    const fn = testFunction(`export const handler = async ({ bad }) => {
      if (bad) throw new TypeError('no items');
      return process.pid;
    };`);
    const failed = await fn.invoke({ bad: true });
    expect(failed).toMatchObject({ outcome: 'failed', errorType: 'TypeError', errorMessage: 'no items' });
    expect(await fn.invoke({})).toEqual({ outcome: 'returned', payload: fn.processes()[0] });
    expect(fn.counts().coldStarts).toBe(1);
  });

  it('is ended when its time is up, together with its process', async () => {
    const fn = testFunction('export const handler = () => new Promise(() => setInterval(() => {}, 1000));', {
      Timeout: 0.3,
    });
    expect(await fn.invoke({})).toMatchObject({
      outcome: 'failed',
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 0\.30 seconds$/),
    });
    await vi.waitFor(() => expect(fn.processes()).toEqual([]));
  });

  it('has its whole time, however long the process has run before', async () => {
    const fn = testFunction(
      'export const handler = () => new Promise((resolve) => setTimeout(resolve, 600));',
      {
        Timeout: 1,
      },
    );
    expect(await fn.invoke({})).toMatchObject({ outcome: 'returned' });
    expect(await fn.invoke({})).toMatchObject({ outcome: 'returned' });
    expect(fn.counts().coldStarts).toBe(1);
  });

  it('fails when its process dies, and the next one gets a new process', async () => {
    const fn = testFunction('export const handler = async ({ exit }) => { if (exit) process.exit(exit); };');
    expect(await fn.invoke({ exit: 7 })).toMatchObject({
      outcome: 'failed',
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('Runtime exited with error: exit status 7'),
    });
    expect(await fn.invoke({})).toMatchObject({ outcome: 'returned' });
    expect(fn.counts()).toMatchObject({ invocations: 2, coldStarts: 2 });
  });

  it('fails with what nobody caught, and the process ends', async () => {
    const fn = testFunction(`export const handler = () => new Promise(() => {
      setImmediate(() => { throw new RangeError('spilled'); });
    });`);
    expect(await fn.invoke({})).toMatchObject({ errorType: 'RangeError', errorMessage: 'spilled' });
    await vi.waitFor(() => expect(fn.processes()).toEqual([]));
  });

  it('fails when it needs more memory than the function has', async () => {
    const fn = testFunction(`export const handler = async () => {
      const all = [];
      for (;;) all.push(new Array(100_000).fill(all.length));
    };`);
    expect(await fn.invoke({})).toMatchObject({ outcome: 'failed', errorType: 'Runtime.ExitError' });
  });

  it('fails if its response is larger than 6 MB', async () => {
    const fn = testFunction("export const handler = async () => 'x'.repeat(6_291_556);");
    expect(await fn.invoke({})).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });

  it.each([
    ['throws while loading', "throw new SyntaxError('bad recipe')", 'SyntaxError', 'bad recipe'],
    [
      'exports no handler',
      'export const other = 1;',
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    [
      'takes a callback',
      'export const handler = (event, context, callback) => {};',
      'Runtime.CallbackHandlerDeprecated',
      /callback-based/,
    ],
    ['ends while loading', 'process.exit(3)', 'Runtime.ExitError', /exit status 3/],
  ])('reports a module that %s, each time anew', async (_, source, errorType, message) => {
    const fn = testFunction(source);
    const expected = { outcome: 'failed', errorType, errorMessage: expect.stringMatching(message) };
    expect(await fn.invoke({})).toMatchObject(expected);
    await vi.waitFor(() => expect(fn.processes()).toEqual([]));
    expect(await fn.invoke({})).toMatchObject(expected);
  });

  it('reports a missing module', async () => {
    const fn = testFunction(echo, { Handler: 'other.handler' });
    expect(await fn.invoke({})).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Error: Cannot find module 'other'",
    });
  });
});

describe('processes', () => {
  it('are reused one invocation at a time, the one used last first', async () => {
    const fn = testFunction(patient);
    const open = `${fn.codeDirectory}/index.mjs`;
    const [one, two] = await Promise.all([fn.invoke({ until: open }), fn.invoke({ until: open })]);
    expect(one).not.toEqual(two);
    const third = await fn.invoke({ until: open });
    expect(await fn.invoke({ until: open })).toEqual(third);
    expect(fn.counts()).toEqual({ invocations: 4, coldStarts: 2, running: 0, peak: 2 });
  });

  it('are started ahead by warm', async () => {
    const fn = testFunction('export const handler = async () => process.pid;');
    await fn.warm();
    const [pid] = fn.processes();
    expect(await fn.invoke({})).toEqual({ outcome: 'returned', payload: pid });
    expect(fn.counts().coldStarts).toBe(1);
  });

  it('that were killed while idle are replaced', async () => {
    const fn = testFunction(echo);
    await fn.warm();
    process.kill(fn.processes()[0] ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(fn.processes()).toEqual([]));
    expect(await fn.invoke(1)).toEqual({ outcome: 'returned', payload: 1 });
  });

  it('beyond the reserved concurrency are refused', async () => {
    const fn = testFunction('export const handler = async () => {};', { ReservedConcurrentExecutions: 1 });
    const first = fn.invoke({});
    expect(await fn.invoke({})).toEqual({ outcome: 'throttled' });
    expect(await first).toMatchObject({ outcome: 'returned' });
    expect(await fn.invoke({})).toMatchObject({ outcome: 'returned' });
    expect(fn.counts().invocations).toBe(2);
  });

  it('are not asked while a test throttles the function', async () => {
    const fn = testFunction(echo);
    fn.throttle(true);
    expect(await fn.invoke(1)).toEqual({ outcome: 'throttled' });
    fn.throttle(false);
    expect(await fn.invoke(1)).toEqual({ outcome: 'returned', payload: 1 });
  });

  it('beyond what the machine is given wait for one to become free, even if that one dies', async () => {
    const fn = testFunction(
      'export const handler = async ({ exit }) => { if (exit) process.exit(1); };',
      {},
      { maximumProcesses: 1 },
    );
    const results = await Promise.all([fn.invoke({}), fn.invoke({ exit: true }), fn.invoke({})]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['returned', 'failed', 'returned']);
    expect(fn.counts()).toMatchObject({ coldStarts: 2, peak: 3 });
  });

  it('all end within a second of close, and no invocation is left hanging', async () => {
    const fn = testFunction(
      'export const handler = () => new Promise(() => setInterval(() => {}, 1000));',
      {},
      { maximumProcesses: 1 },
    );
    await fn.warm();
    const [pid = 0] = fn.processes();
    const running = fn.invoke({});
    const waiting = fn.invoke({});
    const before = performance.now();
    await fn.close();
    expect(performance.now() - before).toBeLessThan(1000);
    expect(await running).toMatchObject({ outcome: 'failed', errorType: 'Runtime.ExitError' });
    expect(await waiting).toEqual({ outcome: 'throttled' });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
