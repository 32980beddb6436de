/** What an invocation came to, as the Lambda service sees it. */
export type InvocationResult =
  | { outcome: 'returned'; payload: unknown }
  /** The handler threw, the process died (`Runtime.ExitError`) or the time ran out (`Sandbox.Timedout`). */
  | { outcome: 'failed'; errorType: string; errorMessage: string }
  /** Reserved concurrency is used up, or a test switched throttling on: the function never ran. */
  | { outcome: 'throttled' };

/** One Lambda function of the template, running on this machine. */
export interface LambdaFunction {
  readonly logicalId: string;
  readonly arn: string;
  /** Runs the handler in an idle process or in a new one; never rejects. */
  invoke(event: unknown): Promise<InvocationResult>;
  /** Kills every process of the function. */
  close(): Promise<void>;
}
