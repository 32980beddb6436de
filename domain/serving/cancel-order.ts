import { isOpen, type Order } from '../order/order.ts';
import { retryOnConflict } from '../order/retry-on-conflict.ts';
import { transition } from '../order/transition.ts';
import type { Clock, OrderRepository } from '../ports.ts';
import { readOrder } from './read-order.ts';

export type Cancelled =
  | { readonly outcome: 'cancelled'; readonly order: Order }
  /** Ready or failed already. */
  | { readonly outcome: 'too-late'; readonly order: Order }
  /** Not as its customer expects it. */
  | { readonly outcome: 'unexpected'; readonly order: Order }
  | { readonly outcome: 'unknown' };

/**
 * Cancelling a cancelled order is `cancelled`. A customer's order that another one asks for is `unknown`.
 * `isExpected` is asked about the very order that is then written: nothing changes it in between.
 */
export function cancelOrder(
  { orders, clock }: { orders: OrderRepository; clock: Clock },
  owner: string,
  id: string,
  isExpected: (order: Order) => boolean = () => true,
): Promise<Cancelled> {
  return retryOnConflict(async () => {
    const order = await readOrder(orders, owner, id);
    if (!order) return { outcome: 'unknown' };
    if (order.status !== 'cancelled' && !isOpen(order)) return { outcome: 'too-late', order };
    if (!isExpected(order)) return { outcome: 'unexpected', order };
    if (!isOpen(order)) return { outcome: 'cancelled', order };
    const cancelled = transition(order, { to: 'cancelled' }, clock.now());
    const saved = await orders.save(cancelled, order);
    return saved === 'saved' ? { outcome: 'cancelled', order: cancelled } : 'conflict';
  });
}
