import type { LogLine } from './log-entry.ts';

/** To the process: run the handler once. */
export interface InvocationMessage {
  readonly requestId: string;
  readonly functionArn: string;
  /** JSON text, so that the handler gets what would have travelled. */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly traceHeader: string;
}

export interface FailureMessage {
  readonly type: 'failed';
  readonly errorType: string;
  readonly errorMessage: string;
  /** The process ends and must not be used again. */
  readonly fatal: boolean;
}

/** From the process. */
export type ProcessMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly line: LogLine }
  | { readonly type: 'returned'; readonly payload: string }
  | FailureMessage;
