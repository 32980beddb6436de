/** The statuses an order can have while it is being made. A step of your own task gets its name here. */
export const stepStatuses = ['grinding', 'brewing', 'steeping', 'steaming', 'pouring', 'labelling'] as const;

export type StepStatus = (typeof stepStatuses)[number];

/**
 * One step of a recipe. `timed`: the machine does it by itself and is done after `seconds`.
 * `work`: the worker runs the function that `works` holds for this status; `seconds` is then only the estimate
 * that progress and `estimatedReadyAt` are made of.
 */
export interface Step {
  readonly status: StepStatus;
  readonly kind: 'timed' | 'work';
  readonly seconds: number;
}
