import type { PublicOrder } from '../../coffee/client/index.ts';
import { pickupCode, waitLeft } from '../../web/words.ts';

/** What one wants to know besides the status: time left, the pickup code, or why it failed. */
export function remark(order: PublicOrder, now: number): string {
  return order.failure?.title ?? (pickupCode(order) || waitLeft(order, now));
}
