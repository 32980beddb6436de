import { describe, expect, it, vi } from 'vitest';
import { testFunction } from './function-fixture.ts';

const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);
const source = 'WorkFunction0A1B2C3D';

describe('in JSON format', () => {
  it('an object stays an object, and all of it is there when the invocation ends', async () => {
    const fn = testFunction(
      "export const handler = async () => console.info({ orderId: 'o1', steps: [1, 2] });",
    );
    await fn.invoke({});
    expect(fn.logged).toEqual([
      { source, timestamp, level: 'INFO', requestId, message: { orderId: 'o1', steps: [1, 2] } },
    ]);
  });

  it('several arguments become one text and an error among them is spelled out', async () => {
    const fn = testFunction(
      "export const handler = async () => console.warn('late by %d s', 3, new TypeError('cold'));",
    );
    await fn.invoke({});
    expect(fn.logged).toEqual([
      {
        source,
        timestamp,
        level: 'WARN',
        requestId,
        message: expect.stringMatching(/^late by 3 s TypeError: cold/),
        errorType: 'TypeError',
        errorMessage: 'cold',
        stackTrace: expect.arrayContaining(['TypeError: cold']),
      },
    ]);
  });

  it('the error that a handler throws is logged, nested causes and fields too', async () => {
    const fn = testFunction(
      "export const handler = async () => { throw Object.assign(new Error('x'), { code: 'E1' }); };",
    );
    await fn.invoke({});
    expect(fn.logged).toMatchObject([
      { level: 'ERROR', requestId, message: { errorType: 'Error', errorMessage: 'x', code: 'E1' } },
    ]);
  });

  it('what cannot be JSON is logged as text', async () => {
    const fn = testFunction(
      'export const handler = async () => { console.log(1n); console.log({ a: 1n }); };',
    );
    await fn.invoke({});
    expect(fn.logged.map(({ message }) => message)).toEqual(['1n', '{ a: 1n }']);
  });

  it('lines below the level of the template are left out', async () => {
    const fn = testFunction(
      "export const handler = async () => { console.info('a'); console.error('b'); };",
      {
        LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' },
      },
    );
    await fn.invoke({});
    expect(fn.logged.map(({ message }) => message)).toEqual(['b']);
  });

  it('lines written while the module loads have no request', async () => {
    const fn = testFunction("console.log('hello'); export const handler = async () => {};");
    await fn.warm();
    expect(fn.logged).toEqual([{ source, timestamp, level: 'INFO', message: 'hello' }]);
  });
});

it('text format knows no level filter', async () => {
  const fn = testFunction("export const handler = async () => console.trace('a', { b: 1 });", {
    LoggingConfig: {},
  });
  await fn.invoke({});
  expect(fn.logged).toMatchObject([{ level: 'TRACE', message: 'a { b: 1 }' }]);
});

it('what is written to stdout and stderr directly is delivered line by line', async () => {
  const fn = testFunction(
    "export const handler = async () => { process.stdout.write('one\\ntwo\\n'); process.stderr.write('three\\n'); };",
  );
  await fn.invoke({});
  await vi.waitFor(() =>
    expect(fn.logged.map(({ message }) => message).sort()).toEqual(['one', 'three', 'two']),
  );
});

it('a line at debug tells how each invocation went', async () => {
  const entries: unknown[] = [];
  const fn = testFunction(
    'export const handler = async () => {};',
    {},
    { log: (entry) => entries.push(entry) },
  );
  await fn.invoke({});
  expect(entries).toMatchObject([
    { level: 'DEBUG', message: { type: 'platform.report', status: 'returned' } },
  ]);
});
