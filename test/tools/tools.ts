import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Whether `npm run test:tools` was run: `npm ci` alone does not install what lies in this folder. */
export const hasTools = existsSync(join(import.meta.dirname, 'node_modules', '.package-lock.json'));

/** Linux has a browser among the tools; elsewhere an installed Chrome is taken. */
export const hasBrowser = hasTools || process.platform !== 'linux';

/**
 * A package of this folder. It may be absent, so that its types are not known: the caller names what it uses.
 *
 * @throws when it is not installed, with the command that does so
 */
export async function importTool<T>(name: string): Promise<T> {
  if (!hasTools) throw new Error(`${name} is not installed: run "npm run test:tools".`);
  return (await import(name)) as T;
}

/** Where a file of a package of this folder is. */
export const resolveTool = createRequire(import.meta.url).resolve;

/** On the standard error output, past what Vitest keeps silent. */
export function skipLoudly(what: string): void {
  process.stderr.write(`\nSKIPPED: ${what}, for want of what "npm run test:tools" installs.\n\n`);
}
