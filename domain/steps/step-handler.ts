import type { Json } from '../json.ts';
import type { Request, ResultOf, Task, WorkStatus } from '../task.ts';
import type { FileOutcome } from './file.ts';

/** What one run of a work step is given. */
export interface StepInput<T extends Task = Task> {
  readonly orderId: string;
  readonly request: Request<T>;
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

/**
 * `done`: the step's result. `continueFrom`: not done yet; another run goes on from this checkpoint. Both are kept as
 * JSON: all results of an order are at most 256 KB of text together, a checkpoint 64 KB. What is larger, or no JSON, fails
 * the order for good. Results of more than about 120 KB are not pushed: clients fetch them.
 * `file(…)`: the step has made a file of any size.
 */
export type StepOutcome<Result = Json> =
  | { readonly done: Result }
  | { readonly continueFrom: Json }
  | FileOutcome;

/**
 * Runs a work step. It may run again after a crash: what it does must bear that, with `fence`.
 * Throw PermanentError to fail the order, anything else to be tried again.
 */
export type StepHandler<T extends Task = Task, Result = Json> = (
  input: StepInput<T>,
) => Promise<StepOutcome<Result>>;

/** By the status of the step. */
export type StepHandlers = Readonly<Record<string, StepHandler>>;

/** One handler for each work step of the task: a missing one and an unknown one are type errors. */
export function stepHandlers<T extends Task>(
  _task: T,
  handlers: { readonly [Status in WorkStatus<T>]: StepHandler<T, ResultOf<T, Status>> },
): StepHandlers {
  return handlers as unknown as StepHandlers;
}
