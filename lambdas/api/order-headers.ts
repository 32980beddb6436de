import { isOpen, isUnderway, type Order } from '../../domain/order/order.ts';

export function etagOf({ version }: Pick<Order, 'version'>): string {
  return `"v${version}"`;
}

/** Seconds until the next expected change, at least one; nothing once the order has ended. */
export function retryAfter(order: Order, now: number): Record<string, string> {
  if (!isOpen(order)) return {};
  const ms = isUnderway(order) ? order.stepEndsAt - now : 0;
  return { 'retry-after': String(Math.max(1, Math.ceil(ms / 1000))) };
}
