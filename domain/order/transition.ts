import type { Json } from '../json.ts';
import { newLease } from '../steps/lease.ts';
import {
  type CancelledOrder,
  currentStep,
  type FailedOrder,
  type Failure,
  isUnderway,
  type OpenOrder,
  type Order,
  type OrderUnderway,
  type ReadyOrder,
  type StoredFile,
} from './order.ts';
import { progressAtStart, progressWithin } from './progress.ts';

/** What can happen to an open order that its customer can see. */
export type Change =
  /**
   * The next step starts, or the order is ready after the last one.
   * `result` and `file` are what the work of the step that ends here made; `leaseMs` claims a next step that is work.
   */
  | { readonly to: 'next'; readonly result?: Json; readonly file?: StoredFile; readonly leaseMs?: number }
  /** The work of the current step is at `fraction` (0 to 1); its lease is renewed on the way. */
  | { readonly to: 'progress'; readonly fraction: number; readonly leaseMs: number }
  | { readonly to: 'failed'; readonly failure: Failure; readonly redrivable?: true }
  | { readonly to: 'cancelled' };

/** Milliseconds; a clock behind the last change counts as standing still. */
export function transition(order: OpenOrder, change: Change, now: number): Order {
  const at = Math.max(now, order.updatedAt);
  switch (change.to) {
    case 'next':
      return next(order, change, at);
    case 'progress':
      return progressed(order, change, at);
    case 'failed':
      return {
        ...ended(order, 'failed', at),
        status: 'failed',
        failure: change.failure,
        ...(change.redrivable && { redrivable: true, ...lastErrorOf(order) }),
      } satisfies FailedOrder;
    case 'cancelled':
      return { ...ended(order, 'cancelled', at), status: 'cancelled' } satisfies CancelledOrder;
  }
}

function next(order: OpenOrder, change: Change & { to: 'next' }, at: number): OrderUnderway | ReadyOrder {
  const made = { results: withResult(order, change.result), ...(change.file && { file: change.file }) };
  const step = order.steps[order.step];
  if (!step) {
    return { ...ended(order, 'ready', at), ...made, status: 'ready', progress: 1, readyAt: at };
  }
  const lease =
    step.kind === 'work' && change.leaseMs !== undefined
      ? { lease: newLease(order, at, change.leaseMs) }
      : {};
  return {
    ...ended(order, step.status, at),
    ...made,
    status: step.status,
    step: order.step + 1,
    progress: Math.max(order.progress, progressAtStart(order.steps, order.step)),
    stepStartedAt: at,
    stepEndsAt: at + Math.round(step.seconds * 1000),
    ...lease,
  };
}

function progressed(order: OpenOrder, change: Change & { to: 'progress' }, at: number): OrderUnderway {
  if (!isUnderway(order)) throw new TypeError('only a step that is under way makes progress');
  const progress = Math.max(order.progress, progressWithin(order.steps, order.step - 1, change.fraction));
  const lease = order.lease && { lease: { ...order.lease, until: at + change.leaseMs } };
  // What nobody can see changes no version.
  if (progress === order.progress) return { ...order, ...lease, revision: order.revision + 1 };
  return { ...order, ...changed(order, at), progress, ...lease };
}

/** The order without what belongs to the step that ends, one version on. */
function ended(order: OpenOrder, status: string, at: number) {
  const { stepStartedAt, stepEndsAt, lease, checkpoint, lastError, ...rest } = order as OrderUnderway;
  return { ...rest, ...changed(order, at), history: [...order.history, { status, at }] };
}

function lastErrorOf(order: OpenOrder): Pick<FailedOrder, 'lastError'> {
  return isUnderway(order) && order.lastError !== undefined ? { lastError: order.lastError } : {};
}

function changed(order: OpenOrder, at: number) {
  return { version: order.version + 1, revision: order.revision + 1, updatedAt: at };
}

function withResult(order: OpenOrder, result: Json | undefined): Order['results'] {
  const step = currentStep(order);
  return step && result !== undefined ? { ...order.results, [step.status]: result } : order.results;
}
