import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { loggedFunction } from '../../lambdas/logged-function.ts';
import { aContext } from './a-context.ts';
import { captureLogs } from './captured-logs.ts';

const failing = (error: Error) => loggedFunction<string, string>().handler(() => Promise.reject(error));

describe('every function', () => {
  it('fails with what failed, and logs it once', async () => {
    const logs = captureLogs();
    const error = new Error('table down');
    await expect(failing(error)('event', aContext())).rejects.toBe(error);
    expect(logs).toEqual([[{ message: 'invocation failed', error }]]);
  });

  it('logs the causes of several failures in one, but no more than a few', async () => {
    const logs = captureLogs();
    const causes = Array.from({ length: 8 }, (_, n) => new Error(`order ${n} could not be swept`));
    const error = new AggregateError(causes, '8 orders could not be swept');
    await expect(failing(error)('event', aContext())).rejects.toBe(error);
    expect(logs).toEqual([[{ message: 'invocation failed', error, causes: causes.slice(0, 5) }]]);
  });

  it('logs the cause of a failure, which JSON would leave out', async () => {
    const logs = captureLogs();
    const cause = new Error('no paper');
    const error = new Error('printer jam', { cause });
    await expect(failing(error)('event', aContext())).rejects.toBe(error);
    await expect(failing(new AggregateError([error]))('event', aContext())).rejects.toThrow();
    expect(logs).toMatchObject([[{ error, causes: [cause] }], [{ causes: [error, cause] }]]);
  });

  it('is not given up before its time: it winds up by itself', async () => {
    const slow = loggedFunction<string, string>().handler(async () => {
      await wait(20);
      return 'wound up';
    });
    expect(await slow('event', aContext(6))).toBe('wound up');
  });

  it('logs nothing when all is well', async () => {
    const logs = captureLogs();
    await loggedFunction<string, string>().handler(() => Promise.resolve('done'))('event', aContext());
    expect(logs).toEqual([]);
  });
});
