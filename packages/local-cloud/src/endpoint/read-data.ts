import type { IncomingMessage } from 'node:http';
import { ServiceError } from './service-error.ts';

/** The largest request of any service: a DynamoDB batch of 16 MB. */
const maxBytes = 16 * 1024 * 1024;

/** The body of a request. Rejects with `ServiceError` when it is too long, or with the error of a cut connection. */
export async function readData(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBytes) throw new ServiceError('RequestTooLargeException', 'The request is too large', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
