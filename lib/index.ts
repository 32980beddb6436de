/** What a CDK app imports: `smart-coffee-maker`. */
export { LongRunningTask, type LongRunningTaskProps } from './long-running-task.ts';
export type { WorkerOptions } from './step-worker.ts';
export { TaskApi, type TaskApiProps } from './task-api.ts';
export type { TaskAuth } from './task-auth.ts';
