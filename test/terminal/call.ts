import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ParseArgsOptionsConfig } from 'node:util';
import { inject } from 'vitest';
import { type Command, runCommand } from '../../terminal/command.ts';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end, or until `signal` aborts, on the shop of these tests or that of the PORT in `env`. `heard` is
 * called with what it writes to stdout.
 */
export async function call<Options extends ParseArgsOptionsConfig>(
  command: Command<Options>,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  heard: (text: string) => void = () => {},
  { signal }: Pick<AbortController, 'signal'> = new AbortController(),
): Promise<Outcome> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const said = [text(stdout), text(stderr)] as const;
  stdout.on('data', (chunk) => heard(String(chunk)));
  const code = await runCommand(command, args, {
    stdout,
    stderr,
    env: { PORT: inject('cloud').port, ...env },
    signal,
  });
  stdout.end();
  stderr.end();
  return { code, stdout: await said[0], stderr: await said[1] };
}

export function jsonLines<T>({ stdout }: Pick<Outcome, 'stdout'>): T[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
