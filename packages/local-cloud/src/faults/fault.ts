import type { AwsCall } from '../endpoint/aws-call.ts';
import type { RequestBody, ServiceReply } from '../endpoint/service-reply.ts';
import type { InvocationResult } from '../lambda/lambda-function.ts';
import type { Random } from './random.ts';

/** What a caller gets: an answer, or a connection that ends without one. */
export type Reply = ServiceReply | 'drop';

/** Whether a call has had its effect when the fault strikes. */
export type When = 'before' | 'after';

/** What faults do their work with. */
export interface FaultTools {
  /** Of the rule's own sequence. */
  readonly random: Random;
  /** Kills the process that made the call, if a process did. */
  kill(call: AwsCall): Promise<void>;
  /** Stops the process that made the call, if a process did, for so long. */
  freeze(call: AwsCall, milliseconds: number): void;
  /** Loses the network of an open WebSocket. */
  hangUp(connectionId: string): void;
}

/** Goes wrong with one AWS call. May throw a `ServiceError`. */
export type CallFault = (
  call: AwsCall,
  forward: (body?: RequestBody) => Promise<Reply>,
  tools: FaultTools,
) => Promise<Reply>;

/** Goes wrong with one invocation of a function, seen from who invokes it. */
export type InvocationFault = (invoke: () => Promise<InvocationResult>) => Promise<InvocationResult>;
