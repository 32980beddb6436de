import { deadlineFor } from '../order/deadline.ts';
import { isOpen, isUnderway, type OpenOrder } from '../order/order.ts';
import { transition } from '../order/transition.ts';
import { UnreadableOrderError } from '../order/unreadable-order-error.ts';
import type { Clock, OrderRepository, OverdueOrders, StepQueue } from '../ports.ts';
import { clocksApartMs, leaseRemainingMs } from './lease.ts';
import { nextMessage } from './step-message.ts';

export interface SweepDeps {
  readonly orders: OrderRepository;
  readonly overdue: OverdueOrders;
  readonly queue: StepQueue;
  readonly clock: Clock;
}

/** `healthy`: it has moved on, or somebody is at work on it. `unreadable`: another form of this code has to look after it. */
export type Swept = 'message-sent' | 'failed' | 'healthy' | 'unreadable';

/** After its message was sent again so many times an order is given up. */
const maxSweeps = 2;

const failure = {
  title: 'Took too long',
  detail: 'The order could not be finished in time. Please order again.',
};

/**
 * Looks after the orders past their deadline, so many at most in one run: their message is sent again, twice,
 * then they fail. An order that cannot be swept does not keep the others from it; rejects after all were tried.
 */
export async function sweep(deps: SweepDeps, limit: number): Promise<Readonly<Record<Swept, number>>> {
  const counts = { 'message-sent': 0, failed: 0, healthy: 0, unreadable: 0 };
  const failures: unknown[] = [];
  for (const id of await deps.overdue.overdue(deps.clock.now(), limit)) {
    try {
      counts[await sweepOrder(deps, id)] += 1;
    } catch (error) {
      if (error instanceof UnreadableOrderError) counts.unreadable += 1;
      else failures.push(new Error(`order ${id} could not be swept`, { cause: error }));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} orders could not be swept`);
  return counts;
}

async function sweepOrder(deps: SweepDeps, id: string): Promise<Swept> {
  const { orders, clock, queue } = deps;
  const order = await orders.get(id);
  const now = clock.now();
  if (!order || !isOpen(order) || order.deadline > now) return 'healthy';
  if (isUnderway(order) && leaseRemainingMs(order, now - clocksApartMs) > 0) {
    await orders.save(postponed(order, order.sweeps, now), order);
    return 'healthy';
  }
  const givenUp = order.sweeps >= maxSweeps;
  const swept = givenUp
    ? transition(order, { to: 'failed', failure, redrivable: true }, now)
    : postponed(order, order.sweeps + 1, now);
  if ((await orders.save(swept, order)) === 'conflict') return 'healthy';
  if (!isOpen(swept)) return 'failed';
  await queue.send(nextMessage(swept, now));
  return 'message-sent';
}

/** Nothing that a customer sees: the version stays. */
function postponed(order: OpenOrder, sweeps: number, now: number): OpenOrder {
  // A machine that was started late is not overdue before it is done.
  const from = isUnderway(order) && !order.lease ? Math.max(now, order.stepEndsAt) : now;
  const deadline = deadlineFor(order.steps.slice(order.step), from);
  return { ...order, revision: order.revision + 1, sweeps, deadline };
}
