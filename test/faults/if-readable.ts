import type { Order } from '../../domain/order/order.ts';
import { UnreadableOrderError } from '../../domain/order/unreadable-order-error.ts';

/** Undefined for a row that is no order: tests write some on purpose. */
export function ifReadable(read: () => Order): Order | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableOrderError) return undefined;
    throw error;
  }
}
