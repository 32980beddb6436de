import type { IncomingMessage } from 'node:http';
import { parseS3Request } from '../s3/parse-s3-request.ts';
import type { Service } from './aws-call.ts';
import { ServiceError } from './service-error.ts';

/** Of S3, an object in one request: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const largestObject = 5 * 1024 ** 3;
/** Of every other service: a DynamoDB batch. */
const largestRequest = 16 * 1024 ** 2;

/** A request that is longer than its service takes. */
export class TooLargeError extends ServiceError {
  readonly service: Service;

  constructor(service: Service) {
    if (service === 's3')
      super('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400);
    else super('RequestTooLargeException', 'The request is too large', 413);
    this.service = service;
  }
}

/** The body of a request. Rejects with `TooLargeError`, or with the error of a cut connection. */
export async function readData(request: IncomingMessage): Promise<Buffer> {
  const service = parseS3Request(request) ? 's3' : 'execute-api';
  const most = service === 's3' ? largestObject : largestRequest;
  const announced = Number(request.headers['content-length'] ?? Number.NaN);
  if (announced > most) throw new TooLargeError(service);
  return Number.isNaN(announced) ? gather(request, most, service) : fill(request, announced);
}

/** An object is held once, not in pieces and as a whole. */
async function fill(request: IncomingMessage, length: number): Promise<Buffer> {
  const data = Buffer.allocUnsafe(length);
  let size = 0;
  for await (const chunk of request) size += (chunk as Buffer).copy(data, size);
  return data.subarray(0, size);
}

async function gather(request: IncomingMessage, most: number, service: Service): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > most) throw new TooLargeError(service);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
