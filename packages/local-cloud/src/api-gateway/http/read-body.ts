import type { IncomingMessage } from 'node:http';

export type Body = { outcome: 'read'; bytes: Buffer } | { outcome: 'too-large' } | { outcome: 'cut-off' };

/** Reads the whole body, but never keeps more than `limit` bytes of it. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Body> {
  if (Number(req.headers['content-length'] ?? 0) > limit) return { outcome: 'too-large' };
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // A body that is too long must not take the socket with it: the client is still to be told.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > limit) return { outcome: 'too-large' };
      chunks.push(chunk);
    }
  } catch {
    return { outcome: 'cut-off' };
  }
  return { outcome: 'read', bytes: Buffer.concat(chunks) };
}
