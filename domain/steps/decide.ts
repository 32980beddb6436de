import {
  currentStep,
  type FailedOrder,
  isFailed,
  isOpen,
  isUnderway,
  type OpenOrder,
  type Order,
  type OrderUnderway,
} from '../order/order.ts';
import { isFree, leaseRemainingMs } from './lease.ts';
import type { Slip } from './step-message.ts';

/** What to do about one slip. */
export type Decision =
  | { readonly do: 'drop'; readonly because: 'gone' | 'ended' | 'passed' }
  | { readonly do: 'wait'; readonly ms: number }
  /** Somebody may be at work: see whether they still write after the length of a lease. */
  | { readonly do: 'watch'; readonly saw: number }
  | { readonly do: 'start'; readonly order: OpenOrder }
  | { readonly do: 'claim'; readonly order: OrderUnderway }
  /** The order was given up, and an operator wants it brewed after all. */
  | { readonly do: 'reopen'; readonly order: FailedOrder }
  /** What the slip is for was done already: see to it that the next slip is on the rail. */
  | { readonly do: 'pass-on'; readonly order: OpenOrder };

/** A slip that came before its time looks again after this long. */
const recheckMs = 1000;

/** The rule for one message, as a pure function of the slip, the order as it is, and the time. */
export function decide(slip: Slip, order: Order | undefined, now: number): Decision {
  if (!order) return { do: 'drop', because: 'gone' };
  if (isFailed(order) && order.redrivable && slip.again) return { do: 'reopen', order };
  if (!isOpen(order)) return { do: 'drop', because: 'ended' };
  const ahead = slip.step - order.step;
  if (ahead > 1) return { do: 'wait', ms: recheckMs };
  if (ahead === 1) return whenDue(order, now);
  return whenReached(slip, order);
}

/** The step of the slip is under way or over. */
function whenReached(slip: Slip, order: OpenOrder): Decision {
  // Who reopened the order may have died before it sent the order's own slip.
  if (!isUnderway(order)) return slip.again ? { do: 'pass-on', order } : { do: 'drop', because: 'passed' };
  if (slip.step === order.step) {
    return isWork(order, slip.step) ? whenFree(order, slip) : { do: 'pass-on', order };
  }
  // Who finishes work starts the next step in the same write: this slip may be all that is left of that worker.
  return slip.step === order.step - 1 && isWork(order, slip.step)
    ? { do: 'pass-on', order }
    : { do: 'drop', because: 'passed' };
}

function whenDue(order: OpenOrder, now: number): Decision {
  if (!isUnderway(order)) return { do: 'start', order };
  if (currentStep(order)?.kind === 'work') {
    return { do: 'wait', ms: Math.max(recheckMs, leaseRemainingMs(order, now)) };
  }
  const ms = order.stepEndsAt - now;
  return ms > 0 ? { do: 'wait', ms } : { do: 'start', order };
}

/** Clocks differ: what counts is that the slip waited for the length of a lease, and nobody wrote meanwhile. */
function whenFree(order: OrderUnderway, slip: Slip): Decision {
  const isClaimable = isFree(order) || slip.saw === order.revision;
  return isClaimable ? { do: 'claim', order } : { do: 'watch', saw: order.revision };
}

function isWork(order: OpenOrder, step: number): boolean {
  return order.steps[step - 1]?.kind === 'work';
}
