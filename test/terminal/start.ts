import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { inject, onTestFinished } from 'vitest';
import type { Outcome } from './call.ts';

/** A command in a process of its own. */
export interface Started {
  readonly outcome: Promise<Outcome>;
  /** Resolves once the words have been said, on stdout or stderr. */
  said(words: string): Promise<string>;
  /** As `| head` does when it has read enough. */
  stopReading(): void;
  /** Ctrl-C. */
  interrupt(): void;
  /** SIGKILL. */
  kill(): void;
}

/** As `npm run` does, on the shop of these tests or that of the PORT in `env`. */
export function start(command: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Started {
  const { COFFEE_TOKEN, ...ownEnv } = process.env;
  const file = join(import.meta.dirname, '..', '..', 'terminal', `${command}.ts`);
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...ownEnv, PORT: inject('cloud').port, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [stdout, stderr] = [child.stdout, child.stderr].map(gather) as [Gathered, Gathered];
  return {
    outcome: once(child, 'close').then(([code]) => ({ code, stdout: stdout.text, stderr: stderr.text })),
    async said(words) {
      for (;;) {
        const text = [stdout.text, stderr.text].find((one) => one.includes(words));
        if (text !== undefined) return text;
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]);
      }
    },
    stopReading: () => void child.stdout.destroy(),
    interrupt: () => void child.kill('SIGINT'),
    kill: () => void child.kill('SIGKILL'),
  };
}

interface Gathered {
  text: string;
}

function gather(stream: Readable): Gathered {
  const gathered = { text: '' };
  stream.setEncoding('utf8').on('data', (chunk) => {
    gathered.text += chunk;
  });
  return gathered;
}
