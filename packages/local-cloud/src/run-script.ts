import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { firstError } from './first-error.ts';

interface Script {
  /** The working directory. */
  readonly root: string;
  /** The script and what follows it. */
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** How a failure is told: `the page does not build`. */
  readonly failure: string;
  /** The command that shows all of it. */
  readonly more: string;
}

/** Runs a script with this Node. Rejects with one line, whatever the script had to say. */
export async function runScript({ root, args, env = process.env, failure, more }: Script): Promise<void> {
  try {
    const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024 };
    await promisify(execFile)(process.execPath, [...args], options);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`${failure}: ${firstError(stderr || message, root)} (${more} tells more)`, {
      cause: error,
    });
  }
}
