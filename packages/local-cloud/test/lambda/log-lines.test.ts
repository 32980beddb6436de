import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../src/lambda/log-entry.ts';
import { createLogLines } from '../../src/lambda/log-lines.ts';

const entry: LogEntry = {
  source: 'WorkerRoomFunction0A1B2C3D',
  timestamp: '2026-01-02T03:04:05.678Z',
  level: 'INFO',
  requestId: 'r1',
  message: 'started',
};
const plain = createLogLines({ colors: false });

describe('a log line', () => {
  it('has time, function without the hash of CDK, and message', () => {
    expect(plain(entry)).toBe('03:04:05.678 WorkerRoom started');
  });

  it('names a level other than info', () => {
    expect(plain({ ...entry, level: 'WARN' })).toBe('03:04:05.678 WorkerRoom WARN started');
  });

  it('shows an object as key=value', () => {
    expect(plain({ ...entry, message: { orderId: 'o1', steps: [1, 2], late: null } })).toMatch(
      / orderId=o1 steps=\[1,2\] late=null$/,
    );
  });

  it('stays one line whatever was logged (fault 49)', () => {
    const message = 'a\r\n03:04 Forged line\u001b[31m\u009b\u2028\u0000\u0007';
    const stackTrace = ['x', '    at y\r\u001b (z:1:2)'];
    const line = plain({ ...entry, message: { message, key: { message } }, stackTrace }) ?? '';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(line).toContain(' a\\r\\n03:04 Forged line\\u001b[31m\\u009b\\u2028\\u0000\\u0007');
    expect(line).toMatch(/\(at y\\r\\u001b \(z:1:2\)\)$/);
  });

  it('tells an error by its name, its message and the first place of its stack', () => {
    const error = {
      errorType: 't',
      errorMessage: 'printer on fire',
      stackTrace: [
        'TypeError: printer on fire',
        '    at label (file:///tmp/cdk.out/asset.1/index.mjs:26:38)',
        '    at async Promise.all (index 0)',
      ],
    };
    const told = 'TypeError: printer on fire (at label (index.mjs:26:38))';
    expect(plain({ ...entry, level: 'ERROR', message: error })).toMatch(` ERROR ${told}`);
    const message = { message: 'job failed', orderId: 'o1', error };
    expect(plain({ ...entry, level: 'WARN', message })).toMatch(` WARN job failed orderId=o1 error=${told}`);
    expect(plain({ ...entry, message: { causes: [error, error] } })).toMatch(` causes=${told}; ${told}`);
  });

  it('names the sources where an error was thrown and the callers, and no libraries in between', () => {
    const error = {
      errorType: 't',
      errorMessage: 'printer on fire',
      stackTrace: [
        'Error: printer on fire',
        '    at node_modules/printer/print.js:3:5',
        '    at domain/rendering.ts:10:11',
        '    at node:internal/process/task_queues:105:5',
        '    at async domain/steps/run-handler.ts:86:10',
        '    at async domain/work.ts:160:17',
        '    at async lambdas/work/worker.ts:35:20',
      ],
    };
    const places =
      'at domain/rendering.ts:10:11, at async domain/steps/run-handler.ts:86:10, at async domain/work.ts:160:17';
    expect(plain({ ...entry, level: 'WARN', message: { message: 'job failed', error } })).toMatch(
      ` WARN job failed error=Error: printer on fire (${places})`,
    );
    const inLibrary = { ...error, stackTrace: error.stackTrace.slice(0, 2) };
    expect(plain({ ...entry, message: inLibrary })).toMatch(
      /fire \(at node_modules\/printer\/print\.js:3:5\)$/,
    );
  });

  it('is not shown below the least level', () => {
    expect(plain({ ...entry, level: 'DEBUG' })).toBeUndefined();
    expect(createLogLines({ colors: false, level: 'DEBUG' })({ ...entry, level: 'DEBUG' })).toContain(
      'DEBUG',
    );
  });

  it('has a colour of its own for each function, always the same', () => {
    const colored = createLogLines({ colors: true });
    const first = colored(entry);
    const other = colored({ ...entry, source: 'Notify' }) ?? '';
    expect(colored(entry)).toBe(first);
    expect(colorOf(other, 'Notify')).not.toBe(colorOf(first ?? '', 'WorkerRoomFunction'));
  });
});

function colorOf(line: string, name: string): string {
  return line.slice(line.indexOf(name) - 5, line.indexOf(name));
}
