import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
};

/** Everything comes from here; Swagger UI styles its elements one by one. */
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'";

/**
 * Serves the contracts of the APIs and their reference page from `folder`, Swagger UI from its package. Says false, and
 * answers nothing, if the request is for something else.
 */
export function createReferencePages(folder: string) {
  const files = filesOf(folder);
  return async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    const file = files[req.url?.replace(/\?.*$/s, '') ?? ''];
    if (!file || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
    const bytes = await readFile(file);
    res.writeHead(200, {
      'content-type': contentTypes[extname(file)],
      'content-length': bytes.length,
      'content-security-policy': policy,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    res.end(bytes);
    return true;
  };
}

function filesOf(folder: string): Readonly<Record<string, string>> {
  const swagger = (name: string) => fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`));
  return {
    '/openapi.json': join(folder, 'openapi.json'),
    '/asyncapi.json': join(folder, 'asyncapi.json'),
    '/docs': join(folder, 'reference', 'index.html'),
    '/docs/reference.css': join(folder, 'reference', 'reference.css'),
    '/docs/reference.js': join(folder, 'reference', 'reference.js'),
    '/docs/swagger-ui.css': swagger('swagger-ui.css'),
    '/docs/swagger-ui-bundle.js': swagger('swagger-ui-bundle.js'),
  };
}
