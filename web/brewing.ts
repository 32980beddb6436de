import type { PublicOrder } from '../coffee/client/index.ts';

/**
 * How much of the order is done (0 to 1) at `now`, milliseconds by the server's clock. Between two changes it runs
 * on evenly, as far as the end of the step.
 */
export function progressAt(order: PublicOrder, now: number): number {
  if (order.stepEndsAt === undefined || order.estimatedReadyAt === undefined) return order.progress;
  const [from, ready] = [Date.parse(order.updatedAt), Date.parse(order.estimatedReadyAt)];
  const at = Math.min(Math.max(now, from), Date.parse(order.stepEndsAt));
  const done = ready > from ? (at - from) / (ready - from) : 1;
  return Math.min(1, order.progress + (1 - order.progress) * done);
}

/** Whole seconds until it should be ready; undefined when it is no longer being made. */
export function secondsLeft(order: PublicOrder, now: number): number | undefined {
  if (order.estimatedReadyAt === undefined) return undefined;
  return Math.max(0, Math.ceil((Date.parse(order.estimatedReadyAt) - now) / 1000));
}
