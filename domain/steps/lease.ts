import type { Json } from '../json.ts';
import type { Lease, OpenOrder, OrderUnderway } from '../order/order.ts';

/** How long a worker may stay silent before another one may do its work (milliseconds). */
export const leaseMs = 30_000;

/** Clocks may be so far apart (milliseconds): for so long a lease that has run out may be a live one. */
export const clocksApartMs = 10 * 60 * 1000;

/** The fencing number is the revision of the write that claims, so it rises with every claim. */
export function newLease(order: OpenOrder, now: number, ms: number): Lease {
  return { fence: order.revision + 1, until: now + ms };
}

/** Leases change no version: customers do not see them, only `revision` rises. */
export function claimed(order: OrderUnderway, now: number, ms: number): OrderUnderway {
  const lost = order.lease && !isFree(order) ? (order.lease.lost ?? 0) + 1 : 0;
  const lease = { ...newLease(order, now, ms), ...(lost > 0 && { lost }) };
  return { ...order, revision: order.revision + 1, lease };
}

export function renewed(order: OrderUnderway, now: number, ms: number): OrderUnderway {
  return withLeaseUntil(order, now + ms);
}

/** Free for the next claim, whose run starts from `checkpoint` if there is one: then the sweeper has no fault to find. */
export function released(order: OrderUnderway, checkpoint?: Json): OrderUnderway {
  return { ...withLeaseUntil(order, 0), ...(checkpoint === undefined ? {} : { checkpoint, sweeps: 0 }) };
}

/** Never claimed, or given back. A lease that has only run out is not: that is for a message's wait to find out. */
export function isFree(order: OrderUnderway): boolean {
  return !order.lease || order.lease.until === 0;
}

export function leaseRemainingMs(order: OrderUnderway, now: number): number {
  return order.lease ? Math.max(0, order.lease.until - now) : 0;
}

function withLeaseUntil(order: OrderUnderway, until: number): OrderUnderway {
  if (!order.lease) throw new TypeError('the order has no lease');
  return { ...order, revision: order.revision + 1, lease: { ...order.lease, until } };
}
