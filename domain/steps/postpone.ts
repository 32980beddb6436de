import { isOpen } from '../order/order.ts';
import { UnreadableOrderError } from '../order/unreadable-order-error.ts';
import type { OrderRepository, PutBack } from '../ports.ts';

/** A message that only newer code can handle, or whose order only newer code can read. */
export interface UntimelyMessage {
  readonly orderId: string;
  /** As it was received: it goes back as it came. */
  readonly body: string;
  /** How often it was put back already. */
  readonly times: number;
}

const firstDelaySeconds = 15;
const maxDelaySeconds = 900;

/**
 * Puts the message back, uncounted, each time for twice as long: until newer code takes it, or its order has ended. The
 * sweeper ends one that stays.
 */
export async function postpone(
  { orders, putBack }: { readonly orders: OrderRepository; readonly putBack: PutBack },
  { orderId, body, times }: UntimelyMessage,
): Promise<
  { readonly outcome: 'dropped' } | { readonly outcome: 'postponed'; readonly delaySeconds: number }
> {
  if (!(await mayBeOpen(orders, orderId))) return { outcome: 'dropped' };
  const delaySeconds = Math.min(maxDelaySeconds, firstDelaySeconds * 2 ** Math.min(times, 10));
  await putBack({ body, times: times + 1, delaySeconds });
  return { outcome: 'postponed', delaySeconds };
}

async function mayBeOpen(orders: OrderRepository, orderId: string): Promise<boolean> {
  try {
    const order = await orders.get(orderId);
    return order !== undefined && isOpen(order);
  } catch (error) {
    if (error instanceof UnreadableOrderError) return error.isNewer;
    throw error;
  }
}
