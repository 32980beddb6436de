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
import type { StepMessage } from './step-message.ts';

/** What to do about one message. */
export type Decision =
  | { readonly do: 'drop'; readonly because: 'gone' | 'ended' | 'passed' }
  | { readonly do: 'wait'; readonly ms: number }
  /** Somebody may be at work: see whether they still write after the length of a lease. */
  | { readonly do: 'watch'; readonly observedRevision: number }
  | { readonly do: 'start'; readonly order: OpenOrder }
  | { readonly do: 'claim'; readonly order: OrderUnderway }
  /** The order was given up, and an operator wants it handled after all. */
  | { readonly do: 'redrive'; readonly order: FailedOrder }
  /** What the message is for was done already: see to it that the next message is in the queue. */
  | { readonly do: 'pass-on'; readonly order: OpenOrder };

/** A message that came before its time looks again after this long. */
const recheckMs = 1000;

/** The rule for one message, as a pure function of the message, the order as it is, and the time. */
export function decide(message: StepMessage, order: Order | undefined, now: number): Decision {
  if (!order) return { do: 'drop', because: 'gone' };
  if (isFailed(order) && order.redrivable && message.redrive) return { do: 'redrive', order };
  if (!isOpen(order)) return { do: 'drop', because: 'ended' };
  const ahead = message.step - order.step;
  if (ahead > 1) return { do: 'wait', ms: recheckMs };
  if (ahead === 1) return whenDue(order, now);
  return whenReached(message, order);
}

/** The step of the message is under way or over. */
function whenReached(message: StepMessage, order: OpenOrder): Decision {
  // who redrove the order may have died before it sent the order's own message.
  if (!isUnderway(order))
    return message.redrive ? { do: 'pass-on', order } : { do: 'drop', because: 'passed' };
  if (message.step === order.step) {
    return isWork(order, message.step) ? whenFree(order, message) : { do: 'pass-on', order };
  }
  // Who finishes work starts the next step in the same write: this message may be all that is left of that worker.
  return message.step === order.step - 1 && isWork(order, message.step)
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

/** Clocks differ: what counts is that the message waited for the length of a lease, and nobody wrote meanwhile. */
function whenFree(order: OrderUnderway, message: StepMessage): Decision {
  const isClaimable = isFree(order) || message.observedRevision === order.revision;
  return isClaimable ? { do: 'claim', order } : { do: 'watch', observedRevision: order.revision };
}

function isWork(order: OpenOrder, step: number): boolean {
  return order.steps[step - 1]?.kind === 'work';
}
