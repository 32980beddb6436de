import type { IncomingMessage } from 'node:http';

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether the request was sent to this machine by name. A page of the internet can make its own name resolve to
 * 127.0.0.1 (DNS rebinding); its requests then carry that name.
 */
export function isForThisMachine({ headers }: IncomingMessage): boolean {
  return loopbackNames.includes(headers.host?.replace(/:\d+$/, '').toLowerCase() ?? '');
}

/** Whether no page but our own can have caused the request; programs other than browsers do not say. */
export function isFromOwnPage({ headers }: IncomingMessage): boolean {
  const { origin, host, 'sec-fetch-site': site = 'none' } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  return site === 'none' || site === 'same-origin';
}
