import { type Failure, isOpen, isUnderway, type Order } from '../order/order.ts';
import { untilSaved } from '../order/retry-on-conflict.ts';
import { transition } from '../order/transition.ts';
import type { Clock, OrderBook, SlipRail } from '../ports.ts';
import { decide } from './decide.ts';
import { clocksApartMs, leaseRemainingMs } from './lease.ts';
import { nextSlip, type Slip } from './step-message.ts';

export interface GivingUp {
  readonly orders: OrderBook;
  readonly slips: SlipRail;
  readonly clock: Clock;
}

/**
 * For a slip that failed too often. The slips of a batch crash together, so this one or its order need not be at
 * fault: the order fails only if its step was to be done now. If it was too early for that, or done already, the
 * order's next slip is sent, should this one have been all it had. Undefined when there is no such order; rejects
 * while somebody is at work on it: the slip must come again.
 */
export function giveUpSlip(givingUp: GivingUp, slip: Slip, failure: Failure): Promise<Order | undefined> {
  const { orders, slips, clock } = givingUp;
  return untilSaved(async () => {
    const order = await orders.get(slip.orderId);
    const now = clock.now();
    const decision = decide(slip, order, now).do;
    if (!order || !isOpen(order) || decision === 'drop') return order;
    if (decision === 'wait' || decision === 'pass-on') {
      await slips.send(nextSlip(order, now));
      return order;
    }
    if (isUnderway(order) && leaseRemainingMs(order, now - clocksApartMs) > 0) {
      throw new Error('somebody is at work on the order');
    }
    const failed = transition(order, { to: 'failed', failure, redrivable: true }, now);
    return (await orders.save(failed, order)) === 'saved' ? failed : 'conflict';
  });
}
