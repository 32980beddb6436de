import type { Tables } from '../dynamodb/start-tables.ts';
import type { Authorizer } from '../iam/authorizer.ts';
import type { SecretOf } from '../s3/presigned.ts';
import type { Buckets } from '../s3/start-buckets.ts';
import type { Topics } from '../sns/start-topics.ts';
import type { Queues } from '../sqs/start-queues.ts';
import type { CloudContext } from '../template/resource-type.ts';
import type { Denial } from './access-control.ts';
import type { AwsCall, Caller } from './aws-call.ts';
import type { Connections } from './connections.ts';
import type { ConnectionPath } from './parse-request.ts';
import type { RequestBody, ServiceReply } from './service-reply.ts';

/** What stands behind the endpoint. */
export interface EndpointWiring {
  readonly context: CloudContext;
  /** By access key id. */
  readonly callers: ReadonlyMap<string, Caller>;
  readonly authorizer: Authorizer;
  readonly tables: Tables;
  readonly queues: Queues;
  readonly topics: Topics;
  readonly buckets: Buckets;
  /** For addresses and forms that are signed for a while. */
  readonly secretOf: SecretOf;
  readonly connections: Connections;
  /** The physical id of the WebSocket API that a call of `/@connections` is for. */
  apiIdOf(connection: ConnectionPath): string;
  readonly intercept?: Intercept | undefined;
  readonly onDenied?: ((denial: Denial) => void) | undefined;
  /** A call of a service that is not here. */
  readonly onUnserved?: ((message: string) => void) | undefined;
  /** A fault of the local cloud itself; the caller is answered InternalServerError, 500. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * Stands between an allowed call and the service. It may wait, throw a `ServiceError` before or after `forward`, call
 * `forward` twice or with another body, change the reply, or return `drop` to cut the connection without an answer.
 */
export type Intercept = (
  call: AwsCall,
  forward: (body?: RequestBody) => Promise<ServiceReply>,
) => Promise<ServiceReply | 'drop'>;
