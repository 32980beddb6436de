import { readFile, realpath } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import type { Site } from './site.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Serves the files of one folder, `index.html` for `/`. Says false, and answers nothing, if the request is for
 * something else.
 */
export function createStaticFiles({ folder, headers = {}, rewrite = pathOf }: Site) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return false;
    const file = await findFile(folder, rewrite(req));
    if (!file) return false;
    res.writeHead(200, {
      'content-type': contentTypes[extname(file.path)] ?? 'application/octet-stream',
      'content-length': file.bytes.length,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      ...headers,
    });
    res.end(file.bytes);
    return true;
  };
}

async function findFile(folder: string, asked: string): Promise<{ path: string; bytes: Buffer } | undefined> {
  const name = readName(asked);
  if (name === undefined) return undefined;
  try {
    // Both sides resolved, so that neither dots nor links lead out of the folder.
    const path = await realpath(join(folder, name));
    if (!path.startsWith((await realpath(folder)) + sep)) return undefined;
    return { path, bytes: await readFile(path) };
  } catch (error) {
    if (isNoSuchFile(error)) return undefined;
    throw error;
  }
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.replace(/[?#].*$/s, '');
}

function readName(asked: string): string | undefined {
  try {
    const path = decodeURIComponent(asked);
    const isHidden = /[\\\0]|\/\./.test(path);
    if (!path.startsWith('/') || isHidden) return undefined;
    return path === '/' ? '/index.html' : path;
  } catch {
    return undefined;
  }
}

function isNoSuchFile(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(code);
}
