import { once } from 'node:events';
import { setInterval } from 'node:timers/promises';

const lookEveryMs = 500;

/**
 * Resolves on Ctrl-C or SIGTERM, or when whoever started this process has gone: a signal to `npm start` ends npm and the
 * shell below it, and the shell passes nothing on. A second signal then ends the process at once.
 */
export async function waitForShutdown(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), orphaned()]);
}

async function orphaned(): Promise<void> {
  const parent = process.ppid;
  for await (const _ of setInterval(lookEveryMs)) if (process.ppid !== parent) return;
}
