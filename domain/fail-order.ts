import { type Failure, isOpen, type Order } from './order.ts';
import type { Clock, OrderBook } from './ports.ts';
import { transition } from './transition.ts';
import { untilSaved } from './until-saved.ts';

/** Gives up an order that is still open; leaves any other as it is. Undefined when there is no such order. */
export function failOrder(
  { orders, clock }: { orders: OrderBook; clock: Clock },
  id: string,
  failure: Failure,
): Promise<Order | undefined> {
  return untilSaved(async () => {
    const order = await orders.get(id);
    if (!order || !isOpen(order)) return order;
    const failed = transition(order, { to: 'failed', failure, redrivable: true }, clock.now());
    return (await orders.save(failed, order)) === 'saved' ? failed : 'conflict';
  });
}
