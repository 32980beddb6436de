import { PermanentError } from '../../../domain/permanent-error.ts';
import { stepStatuses } from '../../../domain/step.ts';
import type { Task, WorkOutcome, Works } from '../../../domain/work.ts';
import type { Process } from '../platform/process.ts';
import type { Shop } from '../world.ts';

/** How often a work in parts saves a checkpoint. */
const parts = 2;

/** What one process does in the work steps: quickly or not, in one go or in parts, or not at all. */
export function worksOf(shop: Shop, process: Process): Works {
  const work = async (task: Task): Promise<WorkOutcome> => {
    shop.promises.leases.onRun(process, task);
    const outcome = await outcomeOf(task);
    if ('continueFrom' in outcome) shop.promises.leases.onContinued(task, outcome.continueFrom);
    return outcome;
  };
  const outcomeOf = async (task: Task): Promise<WorkOutcome> => {
    const fault = shop.faults.at('work', process.name, `work of ${task.order.id}`);
    switch (fault) {
      case 'well':
        return done(task);
      case 'slow':
        return workFor(process, task, 3, 1);
      case 'long':
        return workFor(process, task, 70, 7);
      case 'long and deaf':
        await process.clock.sleep(70_000);
        return done(task);
      case 'in parts':
        return inParts(task);
      case 'fails':
        throw new Error('the printer is jammed');
      case 'impossible':
        shop.promises.impossible.add(task.order.id);
        throw new PermanentError('Out of beans', 'Come back tomorrow.');
    }
  };
  return Object.fromEntries(stepStatuses.map((status) => [status, work]));
}

async function workFor(process: Process, task: Task, seconds: number, every: number): Promise<WorkOutcome> {
  for (let second = doneBefore(task); second < seconds; second += every) {
    if (task.signal.aborted) return { continueFrom: second };
    task.report(second / seconds);
    await process.clock.sleep(every * 1000, task.signal);
  }
  return done(task);
}

function inParts(task: Task): WorkOutcome {
  const part = doneBefore(task);
  return part < parts ? { continueFrom: part + 1 } : done(task);
}

function doneBefore({ checkpoint }: Task): number {
  return typeof checkpoint === 'number' ? checkpoint : 0;
}

function done({ fence }: Task): WorkOutcome {
  return { done: { fence } };
}
