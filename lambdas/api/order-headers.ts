import { isOpen, isUnderway, type Order } from '../../domain/order.ts';

export function etagOf(order: Order): string {
  return `"v${order.version}"`;
}

/** RFC 9110, 13.1.2: weak comparison, a list, or `*`. */
export function matchesEtag(ifNoneMatch: string | undefined, order: Order): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etagOf(order)) || tags.includes('*');
}

/** Seconds until the next expected change, at least one; nothing once the order has ended. */
export function retryAfter(order: Order, now: number): Record<string, string> {
  if (!isOpen(order)) return {};
  const ms = isUnderway(order) ? order.stepEndsAt - now : 0;
  return { 'retry-after': String(Math.max(1, Math.ceil(ms / 1000))) };
}
