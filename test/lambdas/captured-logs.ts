import { inspect } from 'node:util';
import { onTestFinished, vi } from 'vitest';

/** The arguments of every console call from here to the end of the test, which then say nothing to the terminal. */
export function captureLogs(): unknown[][] {
  const calls: unknown[][] = [];
  for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) {
    const spy = vi.spyOn(console, level).mockImplementation((...args) => void calls.push(args));
    onTestFinished(() => spy.mockRestore());
  }
  return calls;
}

/** Everything in the logs, the insides of errors too. */
export function textOf(calls: readonly unknown[][]): string {
  return inspect(calls, { depth: 20, maxArrayLength: null, maxStringLength: null });
}
