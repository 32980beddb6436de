import { exec } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { promisify } from 'node:util';
import { firstError } from './first-error.ts';

interface Command {
  /** The working directory. */
  readonly folder: string;
  /** As one would type it; `node` is the Node at hand. */
  readonly command: string;
  readonly env?: NodeJS.ProcessEnv;
  /** How a failure is told: `the page does not build`. */
  readonly failure: string;
  /** The command that shows all of it. */
  readonly more: string;
}

/** Runs a command in a shell. Rejects with one line, whatever the command had to say. */
export async function runCommand({ folder, command, env, failure, more }: Command): Promise<void> {
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const options = { cwd: folder, env: { ...process.env, ...env, PATH: path }, maxBuffer: 64 * 1024 * 1024 };
  try {
    await promisify(exec)(command, options);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`${failure}: ${firstError(stderr || message, folder)} (${more} tells more)`, {
      cause: error,
    });
  }
}
