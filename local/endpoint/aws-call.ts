import type { RequestBody } from './service-reply.ts';

export type Service = 'sqs' | 'dynamodb' | 'dynamodb-streams' | 'execute-api';

/** Whose key a call is signed with. `root` may do everything: tools and tests of this machine. */
export type Caller =
  | { readonly kind: 'role'; readonly name: string; readonly roleArn: string }
  | { readonly kind: 'root'; readonly name: string };

/** One call of an AWS API. */
export interface AwsCall {
  readonly caller: Caller;
  readonly service: Service;
  /** As in the service's API reference: `SendMessageBatch`, `PostToConnection`. */
  readonly action: string;
  /** The first of the resources that the call needs permission for: an ARN or `*`. */
  readonly resource: string;
  readonly body: RequestBody;
}
