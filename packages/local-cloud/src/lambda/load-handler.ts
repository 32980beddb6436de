import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from './runtime-error.ts';

export type Handler = (event: unknown, context: unknown) => unknown;

/**
 * Imports `folder/file.export` from the code directory; the export may be nested: `file.handlers.save`.
 * Rejects with what the module throws, or with a RuntimeError if there is no such module or function.
 */
export async function loadHandler(directory: string, name: string, runtime = ''): Promise<Handler> {
  const [, file = '', exported = ''] = /^(.*?[^/.]+)\.([^/]+)$/.exec(name) ?? [];
  const path = ['.js', '.mjs', '.cjs'].map((ending) => join(directory, file + ending)).find(existsSync);
  if (!path) throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const loaded = await import(pathToFileURL(path).href);
  const handler = memberOf(loaded, exported) ?? memberOf(loaded.default, exported);
  if (typeof handler !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  return handler.length < 3 ? (handler as Handler) : withCallback(handler as CallbackHandler, runtime);
}

type CallbackHandler = (
  event: unknown,
  context: unknown,
  callback: (error: unknown, result?: unknown) => void,
) => unknown;

function memberOf(loaded: unknown, path: string): unknown {
  return path.split('.').reduce((value, key) => Object(value)[key], loaded);
}

// From Node.js 24 on, the runtime takes async handlers only:
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
function withCallback(handler: CallbackHandler, runtime: string): Handler {
  if (!/nodejs2[02]\.x$/.test(runtime)) {
    throw new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.',
    );
  }
  return (event, context) =>
    new Promise((resolve, reject) => {
      const returned = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)));
      if (returned instanceof Promise) returned.then(resolve, reject);
    });
}
