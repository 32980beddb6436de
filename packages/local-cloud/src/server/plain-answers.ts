import { type ServerResponse, STATUS_CODES } from 'node:http';

/** Answers with JSON that is not to be kept by caches. */
export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  send(res, status, 'application/json', body);
}

/** Answers with a problem of RFC 9457. */
export function sendProblem(res: ServerResponse, status: number, detail: string): void {
  const title = STATUS_CODES[status];
  send(res, status, 'application/problem+json', { type: 'about:blank', title, status, detail });
}

function send(res: ServerResponse, status: number, contentType: string, body: unknown): void {
  const json = JSON.stringify(body);
  res.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(json),
    'cache-control': 'no-store',
  });
  res.end(json);
}
