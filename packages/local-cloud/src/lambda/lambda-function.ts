/** What an invocation came to, as the Lambda service sees it. */
export type InvocationResult =
  | { outcome: 'returned'; payload: unknown }
  /** The handler threw, the process died (`Runtime.ExitError`) or the time ran out (`Sandbox.Timedout`). */
  | { outcome: 'failed'; errorType: string; errorMessage: string; requestId?: string }
  /** Reserved concurrency is used up, or a test switched throttling on: the function never ran. */
  | { outcome: 'throttled' };

/** One Lambda function of the template, running on this machine. */
export interface LambdaFunction {
  readonly logicalId: string;
  readonly arn: string;
  /** Absent means `Terminate`, as on AWS. */
  readonly recursiveLoop?: 'Allow' | 'Terminate';
  /**
   * Runs the handler in an idle process or in a new one; never rejects.
   * `traceHeader` is the X-Ray header of this invocation (see `nextTrace`); a new trace begins without it.
   * `invokedArn` names the version or alias that was asked for. @default the function's own ARN
   */
  invoke(event: unknown, traceHeader?: string, invokedArn?: string): Promise<InvocationResult>;
  /** Kills every process of the function. */
  close(): Promise<void>;
}
