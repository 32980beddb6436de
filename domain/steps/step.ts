/** The system does it by itself, or something outside does: it is done after `seconds`. */
export interface TimedStep<Status extends string = string> {
  readonly status: Status;
  readonly kind: 'timed';
  readonly seconds: number;
}

/**
 * The worker runs the handler of this status; `seconds` is then only the estimate that progress and
 * `estimatedReadyAt` are made of.
 */
export interface WorkStep<Status extends string = string> {
  readonly status: Status;
  readonly kind: 'work';
  readonly seconds: number;
}

/** One step of an order. `status` is the order's while the step is under way. */
export type Step<Status extends string = string> = TimedStep<Status> | WorkStep<Status>;

export function timed<const Status extends string>(status: Status, seconds: number): TimedStep<Status> {
  return { status, kind: 'timed', seconds };
}

export function work<const Status extends string>(status: Status, seconds: number): WorkStep<Status> {
  return { status, kind: 'work', seconds };
}

/** The steps `speed` times as fast, in whole milliseconds. */
export function atSpeed(steps: readonly Step[], speed: number): readonly Step[] {
  return steps.map((step) => ({ ...step, seconds: Math.round((step.seconds * 1000) / speed) / 1000 }));
}
