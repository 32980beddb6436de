import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './runtime-error.ts';

export type Handler = (event: unknown, context: unknown) => unknown;

/**
 * Imports `file.export` from the code directory.
 * Rejects with what the module throws, or with a RuntimeError if there is no such module or function.
 */
export async function loadHandler(directory: string, name: string): Promise<Handler> {
  const [file = '', exported = ''] = name.split('.');
  const path = ['.js', '.mjs', '.cjs'].map((ending) => join(directory, file + ending)).find(existsSync);
  if (!path) throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const loaded = await import(pathToFileURL(path).href);
  const handler = loaded[exported] ?? loaded.default?.[exported];
  if (typeof handler !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  return withoutCallback(handler);
}

// From Node.js 24 on, the runtime takes async handlers only:
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
function withoutCallback(handler: Handler): Handler {
  if (handler.length < 3) return handler;
  throw new RuntimeError(
    'Runtime.CallbackHandlerDeprecated',
    'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.',
  );
}
