import type { IncomingMessage, ServerResponse } from 'node:http';

/** A browser opens a page by a name of this machine under which neither API nor issuer know themselves. */
export function isPageElsewhere({ headers, method }: IncomingMessage): boolean {
  const isNavigation = headers['sec-fetch-mode'] === 'navigate' && method === 'GET';
  return isNavigation && !/^localhost(:\d+)?$/i.test(headers.host ?? '');
}

/** Sends the browser to the same page on `localhost`. */
export function goHome({ headers, url }: IncomingMessage, res: ServerResponse): void {
  const port = headers.host?.match(/:\d+$/)?.[0] ?? '';
  res.writeHead(307, { location: `http://localhost${port}${url}`, 'cache-control': 'no-store' }).end();
}
