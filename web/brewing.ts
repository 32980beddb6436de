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

/** For so long (milliseconds) a step that takes longer than planned is only slow. */
const lateMs = 5000;

/**
 * Its step is being tried again, or waits for a worker: the step should have ended five seconds ago by the server's clock
 * (`now`, milliseconds), and nothing was heard of the order since. The wire tells the planned end, not the attempts.
 */
export function isLate({ stepEndsAt, updatedAt }: PublicOrder, now: number): boolean {
  return stepEndsAt !== undefined && now - Math.max(Date.parse(stepEndsAt), Date.parse(updatedAt)) > lateMs;
}

/** Whole seconds until it should be ready; undefined when it is no longer being made. */
export function secondsLeft(order: PublicOrder, now: number): number | undefined {
  if (order.estimatedReadyAt === undefined) return undefined;
  return Math.max(0, Math.ceil((Date.parse(order.estimatedReadyAt) - now) / 1000));
}
