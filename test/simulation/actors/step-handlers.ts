import { PermanentError } from '../../../domain/steps/permanent-error.ts';
import type { StepHandlers, StepInput, StepOutcome } from '../../../domain/steps/step-handler.ts';
import { stepStatusesOf } from '../../../domain/task.ts';
import { task } from '../../fakes/a-task.ts';
import type { Process } from '../platform/process.ts';
import type { Shop } from '../world.ts';

/** How often a work in parts saves a checkpoint. */
const parts = 2;

/** What one process does in the work steps: quickly or not, in one go or in parts, or not at all. */
export function worksOf(shop: Shop, process: Process): StepHandlers {
  const work = async (input: StepInput): Promise<StepOutcome> => {
    shop.promises.leases.onRun(process, input);
    const outcome = await outcomeOf(input);
    if ('continueFrom' in outcome) shop.promises.leases.onContinued(input, outcome.continueFrom);
    return outcome;
  };
  const outcomeOf = async (input: StepInput): Promise<StepOutcome> => {
    const fault = shop.faults.at('work', process.name, `work of ${input.orderId}`);
    switch (fault) {
      case 'well':
        return done(input);
      case 'slow':
        return workFor(process, input, 3, 1);
      case 'long':
        return workFor(process, input, 70, 7);
      case 'long and deaf':
        await process.clock.sleep(70_000);
        return done(input);
      case 'in parts':
        return inParts(input);
      case 'fails':
        throw new Error('the printer is jammed');
      case 'impossible':
        shop.promises.impossible.add(input.orderId);
        throw new PermanentError('Out of beans', 'Come back tomorrow.');
    }
  };
  return Object.fromEntries(stepStatusesOf(task).map((status) => [status, work]));
}

async function workFor(
  process: Process,
  input: StepInput,
  seconds: number,
  every: number,
): Promise<StepOutcome> {
  for (let second = doneBefore(input); second < seconds; second += every) {
    if (input.signal.aborted) return { continueFrom: second };
    input.report(second / seconds);
    await process.clock.sleep(every * 1000, input.signal);
  }
  return done(input);
}

function inParts(input: StepInput): StepOutcome {
  const part = doneBefore(input);
  return part < parts ? { continueFrom: part + 1 } : done(input);
}

function doneBefore({ checkpoint }: StepInput): number {
  return typeof checkpoint === 'number' ? checkpoint : 0;
}

function done({ fence }: StepInput): StepOutcome {
  return { done: { fence } };
}
