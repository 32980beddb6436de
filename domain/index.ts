/** What a task and its steps import: `smart-coffee-maker/task`. */
export type { Json } from './json.ts';
export type { PublicFile, PublicOrder } from './order/public-order.ts';
export { type FileContent, type FileOutcome, file } from './steps/file.ts';
export { PermanentError } from './steps/permanent-error.ts';
export { type Step, type TimedStep, timed, type WorkStep, work } from './steps/step.ts';
export {
  type StepHandler,
  type StepHandlers,
  type StepInput,
  type StepOutcome,
  stepHandlers,
} from './steps/step-handler.ts';
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
