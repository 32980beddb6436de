import type { Json } from './json.ts';
import type { Order } from './order.ts';
import type { StepStatus } from './step.ts';

/** What a work step is given. */
export interface Task {
  readonly order: Pick<Order, 'id' | 'drink' | 'size' | 'name'>;
  /** Higher in every later run of this step: what the work calls can refuse the older run by it. */
  readonly fence: number;
  /** Where an earlier run said to go on. */
  readonly checkpoint: Json | undefined;
  /**
   * Aborts when the order was cancelled, when another worker took over, or when the function's time is nearly up:
   * in that last case there are some seconds left to return `{continueFrom}`.
   */
  readonly signal: AbortSignal;
  /** How much of the step is done, 0 to 1; told to the customer at most once a second. */
  report(fraction: number): void;
}

/** `continueFrom`: not done yet; another run goes on from this checkpoint. Both small: an item holds 400 KB. */
export type WorkOutcome = { readonly done: Json } | { readonly continueFrom: Json };

/**
 * The function behind a work step. It may run again after a crash: what it does must bear that, with `fence`.
 * Throw PermanentError to fail the order, anything else to be tried again.
 */
export type Work = (task: Task) => Promise<WorkOutcome>;

export type Works = Readonly<Partial<Record<StepStatus, Work>>>;
