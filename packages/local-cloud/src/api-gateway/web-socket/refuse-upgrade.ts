import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { newRequestId } from '../request-context.ts';

/** Answers an upgrade request with plain HTTP, as API Gateway words it, and hangs up. */
export function refuseUpgrade(socket: Duplex, status: number, details: { connectionId?: string } = {}): void {
  const message = messages[status] ?? STATUS_CODES[status] ?? '';
  const json = JSON.stringify({ message, ...details, requestId: newRequestId() });
  socket.once('finish', () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(json)}`,
      '',
      json,
    ].join('\r\n'),
  );
}

// Where API Gateway's words are not those of the standard.
const messages: Readonly<Record<number, string>> = {
  500: 'Internal server error',
  502: 'Internal server error',
  504: 'Endpoint request timed out',
};
