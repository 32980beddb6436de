import type { RequestBody } from './service-reply.ts';

export type Service = 'sqs' | 'sns' | 'dynamodb' | 'dynamodb-streams' | 's3' | 'execute-api';

/** Whose key a call is signed with. `root` may do everything: tools and tests of this machine. */
export type Caller =
  | { readonly kind: 'role'; readonly name: string; readonly roleArn: string }
  | { readonly kind: 'root'; readonly name: string };

/** One call of an AWS API. */
export interface AwsCall {
  readonly caller: Caller;
  /** The session token of the key: each process of a function has its own, event sources have none. */
  readonly session: string | undefined;
  readonly service: Service;
  /** As in the service's API reference: `SendMessageBatch`, `PostToConnection`. */
  readonly action: string;
  /** The first of the resources that the call needs permission for: an ARN or `*`. */
  readonly resource: string;
  /** Of calls with another protocol, such as `PostToConnection`, only the parameters in the path. */
  readonly body: RequestBody;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}
