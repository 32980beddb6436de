import type { IncomingMessage } from 'node:http';
import { parseS3Request, type S3Request } from '../s3/parse-s3-request.ts';
import type { Service } from './aws-call.ts';
import { ServiceError } from './service-error.ts';
import type { RequestBody } from './service-reply.ts';

/** A request of which it is not known yet who sent it. */
export interface ParsedRequest {
  readonly service: Service;
  readonly action: string;
  readonly body: RequestBody;
  /** Of a call of the API Gateway Management API. */
  readonly connection?: ConnectionPath | undefined;
  /** Of a call of S3. */
  readonly s3?: S3Request;
}

/** `/stage/@connections/id`, with the API before it where there are several. */
export interface ConnectionPath {
  readonly apiId?: string | undefined;
  readonly stage: string;
  readonly id: string;
}

const targets: Readonly<Record<string, Service>> = {
  AmazonSQS: 'sqs',
  DynamoDB_20120810: 'dynamodb',
  DynamoDBStreams_20120810: 'dynamodb-streams',
};

const connectionActions: Readonly<Record<string, string>> = {
  POST: 'PostToConnection',
  GET: 'GetConnection',
  DELETE: 'DeleteConnection',
};

/** Which service and action a request means; `undefined` for none that is served here. */
export function parseRequest(request: IncomingMessage, data: Buffer): ParsedRequest | undefined {
  return (
    parseConnectionRequest(request) ??
    parseJsonRequest(request, data) ??
    parseTopicRequest(request, data) ??
    parseBucketRequest(request)
  );
}

/** A call of a JSON service that is no JSON. */
export class MalformedRequestError extends ServiceError {
  readonly service: Service;

  constructor(service: Service) {
    super('SerializationException', 'The request is no JSON object');
    this.service = service;
  }
}

function parseJsonRequest(request: IncomingMessage, data: Buffer): ParsedRequest | undefined {
  const [prefix = '', action = ''] = String(request.headers['x-amz-target']).split('.');
  const service = targets[prefix];
  if (request.method !== 'POST' || service === undefined) return undefined;
  return { service, action, body: parseBody(service, data) };
}

/** SNS has the Query protocol: a form. */
function parseTopicRequest({ headers }: IncomingMessage, data: Buffer): ParsedRequest | undefined {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  if (!isForm || !/\/sns\/aws4_request/.test(headers.authorization ?? '')) return undefined;
  const body = Object.fromEntries(new URLSearchParams(data.toString()));
  return { service: 'sns', action: body.Action ?? '', body };
}

function parseBucketRequest(request: IncomingMessage): ParsedRequest | undefined {
  const s3 = parseS3Request(request);
  return s3 && { service: 's3', action: s3.action, body: { Bucket: s3.bucket, Key: s3.key }, s3 };
}

function parseBody(service: Service, data: Buffer): RequestBody {
  try {
    const body: unknown = JSON.parse(data.toString());
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as RequestBody;
  } catch {
    // falls through: answered like JSON that is no object
  }
  throw new MalformedRequestError(service);
}

function parseConnectionRequest({ method, url }: IncomingMessage): ParsedRequest | undefined {
  // Connection ids end in `=`, which SDKs escape.
  const path = String(url).replaceAll(/%3D/gi, '=').replaceAll('%40', '@');
  const [, apiId, stage, id] = /^(?:\/([^/]+))?\/([^/]+)\/@connections\/([^/?]+)/.exec(path) ?? [];
  const action = connectionActions[String(method)];
  if (stage === undefined || id === undefined || action === undefined) return undefined;
  return { service: 'execute-api', action, body: { ConnectionId: id }, connection: { apiId, stage, id } };
}
