import { type Failure, isOpen, isUnderway, type Order } from '../order/order.ts';
import { retryOnConflict } from '../order/retry-on-conflict.ts';
import { transition } from '../order/transition.ts';
import type { Clock, OrderRepository, StepQueue } from '../ports.ts';
import { decide } from './decide.ts';
import { clocksApartMs, leaseRemainingMs } from './lease.ts';
import { nextMessage, type StepMessage } from './step-message.ts';

export interface GiveUpDeps {
  readonly orders: OrderRepository;
  readonly queue: StepQueue;
  readonly clock: Clock;
}

/**
 * For a message that failed too often. The messages of a batch crash together, so this one or its order need not be at
 * fault: the order fails only if its step was to be done now. If it was too early for that, or done already, the
 * order's next message is sent, should this one have been all it had. Undefined when there is no such order; rejects
 * while somebody is at work on it: the message must come again.
 */
export function giveUpMessage(
  deps: GiveUpDeps,
  message: StepMessage,
  failure: Failure,
): Promise<Order | undefined> {
  const { orders, queue, clock } = deps;
  return retryOnConflict(async () => {
    const order = await orders.get(message.orderId);
    const now = clock.now();
    const decision = decide(message, order, now).do;
    if (!order || !isOpen(order) || decision === 'drop') return order;
    if (decision === 'wait' || decision === 'pass-on') {
      await queue.send(nextMessage(order, now));
      return order;
    }
    if (isUnderway(order) && leaseRemainingMs(order, now - clocksApartMs) > 0) {
      throw new Error('somebody is at work on the order');
    }
    const failed = transition(order, { to: 'failed', failure, redrivable: true }, now);
    return (await orders.save(failed, order)) === 'saved' ? failed : 'conflict';
  });
}
