import { createRequire } from 'node:module';
import type { Task } from '../../domain/task.ts';

/** A task's file as the constructs need it. */
export interface TaskModule extends Pick<Task, 'name' | 'collection' | 'problemTypes'> {
  /** Absolute path. */
  readonly file: string;
  /** Under which name the file exports its task. */
  readonly exportName: string;
}

const load = createRequire(import.meta.url);

/** Loads the file. Throws, naming it, when it does not export exactly one task. */
export function readTaskModule(file: string): TaskModule {
  const exported = Object.entries(load(file) as Record<string, unknown>);
  const tasks = exported.filter((entry): entry is [string, Task] => isTask(entry[1]));
  const [task] = tasks;
  if (!task || tasks.length > 1) {
    throw new Error(`${file} must export one task made by defineTask; it exports ${tasks.length}`);
  }
  const [exportName, { name, collection, problemTypes }] = task;
  return { file, exportName, name, collection, problemTypes };
}

function isTask(value: unknown): value is Task {
  const { name, collection, statuses } = Object(value) as Partial<Task>;
  return typeof name === 'string' && typeof collection === 'string' && Array.isArray(statuses);
}
