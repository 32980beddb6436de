/** What a task and its steps import: `smart-coffee-maker/task`. */
export type { Json } from './json.ts';
export { PermanentError } from './permanent-error.ts';
export type { PublicOrder } from './public-order.ts';
export { type Step, type TimedStep, timed, type WorkStep, work } from './step.ts';
export {
  type StepHandler,
  type StepHandlers,
  type StepInput,
  type StepOutcome,
  stepHandlers,
} from './step-handler.ts';
export {
  defineTask,
  type Request,
  type RequestInput,
  type ResultOf,
  type StatusOf,
  type Task,
  type TaskDefinition,
  type WorkStatus,
} from './task.ts';
