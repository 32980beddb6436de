import type { Clock, OrderRepository } from '../ports.ts';
import { type FailedOrder, isOpen, type Order } from './order.ts';
import { retryOnConflict } from './retry-on-conflict.ts';
import { transition } from './transition.ts';

/** Ends an order that is still open; leaves any other as it is. Undefined when there is no such order. */
export function failOrder(
  { orders, clock }: { orders: OrderRepository; clock: Clock },
  id: string,
  reason: Pick<FailedOrder, 'failure' | 'redrivable'>,
): Promise<Order | undefined> {
  return retryOnConflict(async () => {
    const order = await orders.get(id);
    if (!order || !isOpen(order)) return order;
    const failed = transition(order, { to: 'failed', ...reason }, clock.now());
    return (await orders.save(failed, order)) === 'saved' ? failed : 'conflict';
  });
}
