import { deadlineFor } from '../order/deadline.ts';
import type { FailedOrder, QueuedOrder } from '../order/order.ts';

/**
 * An order that was given up, in the queue once more: it goes on with the step that it could not do.
 * Steps that were done stay done; the history shows the failure and the new start.
 */
export function redriven(order: FailedOrder, now: number): QueuedOrder {
  const { failure, redrivable, lastError, ...rest } = order;
  const at = Math.max(now, order.updatedAt);
  const step = failedAtWork(order) ? order.step - 1 : order.step;
  return {
    ...rest,
    status: 'queued',
    step,
    version: order.version + 1,
    revision: order.revision + 1,
    updatedAt: at,
    deadline: deadlineFor(order.steps.slice(step), at),
    sweeps: 0,
    history: [...order.history, { status: 'queued', at }],
  };
}

/** Not while it was queued once more, behind work that was done. */
function failedAtWork({ history, step, steps }: FailedOrder): boolean {
  return history.at(-2)?.status !== 'queued' && steps[step - 1]?.kind === 'work';
}
