import {
  type FailedOrder,
  isOpen,
  isUnderway,
  type OpenOrder,
  type Order,
  type OrderUnderway,
} from '../order/order.ts';
import { retryOnConflict } from '../order/retry-on-conflict.ts';
import { transition } from '../order/transition.ts';
import type { Clock, OrderRepository, StepQueue } from '../ports.ts';
import { decide } from './decide.ts';
import { claimed } from './lease.ts';
import type { PermanentError } from './permanent-error.ts';
import { redriven } from './redriven.ts';
import { runHandler } from './run-handler.ts';
import type { StepHandlers } from './step-handler.ts';
import { maxRequeues, nextMessage, putBack, type StepMessage } from './step-message.ts';

export interface StepWorkerDeps {
  readonly orders: OrderRepository;
  readonly queue: StepQueue;
  readonly clock: Clock;
  readonly steps: StepHandlers;
}

/** One delivery of one message, by the platform that runs the worker. */
export interface Delivery {
  /** Milliseconds until the platform ends this run. */
  remainingMs(): number;
  /** Hides the message from other workers for so many seconds from now. */
  extendVisibility(seconds: number): Promise<void>;
}

export type Handled =
  | { readonly outcome: 'dropped'; readonly because: 'gone' | 'ended' | 'passed' | 'worn-out' }
  | { readonly outcome: 'put-back'; readonly delaySeconds: number }
  | { readonly outcome: 'passed-on'; readonly order: Order }
  | { readonly outcome: 'redriven'; readonly order: Order }
  | { readonly outcome: 'started'; readonly order: Order }
  | { readonly outcome: 'worked'; readonly order: Order }
  /** For good, by its work. */
  | { readonly outcome: 'failed'; readonly order: Order; readonly error: PermanentError };

/** How long a worker may stay silent before another one may do its work (milliseconds). */
export const leaseMs = 30_000;

/** Work that so many more workers did not survive than one is left to the dead letters. */
const maxLost = 4;

/** Shorter waits are not worth a trip through the queue, whose delays are whole seconds. */
const onTheSpotMs = 1000;

/** Works one message. Rejects when the message must come again: a call failed, or the work did. */
export function handleMessage(
  deps: StepWorkerDeps,
  message: StepMessage,
  delivery: Delivery,
): Promise<Handled> {
  return retryOnConflict(async () => {
    const { orders, clock } = deps;
    const decision = decide(message, await orders.get(message.orderId), clock.now());
    switch (decision.do) {
      case 'drop':
        return { outcome: 'dropped', because: decision.because };
      case 'wait':
        return comeBack(deps, message, decision.ms, delivery);
      case 'watch':
        return comeBack(
          deps,
          {
            ...message,
            observedRevision: decision.observedRevision,
            leaseChecks: (message.leaseChecks ?? 0) + 1,
          },
          watchMs(message),
          delivery,
        );
      case 'pass-on':
        return passOn(deps, decision.order, 'passed-on');
      case 'start':
        return start(deps, decision.order, delivery);
      case 'claim':
        return claim(deps, decision.order, delivery);
      case 'redrive':
        return redrive(deps, decision.order);
    }
  });
}

/**
 * The length of a lease, and twice as long each time that the worker turned out to be alive. A put-back that was sent
 * but answered with an error leaves two messages, each of which may double again: few checks, few doublings (P7).
 */
function watchMs({ leaseChecks = 0 }: StepMessage): number {
  return leaseMs * 2 ** Math.min(leaseChecks, 5);
}

async function comeBack(
  deps: StepWorkerDeps,
  message: StepMessage,
  ms: number,
  delivery: Delivery,
): Promise<Handled> {
  if (ms < onTheSpotMs) {
    await deps.clock.sleep(ms);
    return handleMessage(deps, message, delivery);
  }
  // The order's own message starts anew with every step; should this have been it, the sweeper sends another.
  if (message.requeues >= maxRequeues) return { outcome: 'dropped', because: 'worn-out' };
  const due = putBack(message, ms);
  await deps.queue.send(due);
  return { outcome: 'put-back', delaySeconds: due.delaySeconds };
}

async function start(
  deps: StepWorkerDeps,
  order: OpenOrder,
  delivery: Delivery,
): Promise<Handled | 'conflict'> {
  const next = transition(order, { to: 'next', leaseMs }, deps.clock.now());
  if ((await deps.orders.save(next, order)) === 'conflict') return 'conflict';
  if (isUnderway(next) && next.lease) return work(deps, next, delivery);
  return passOn(deps, next, 'started');
}

async function claim(
  deps: StepWorkerDeps,
  order: OrderUnderway,
  delivery: Delivery,
): Promise<Handled | 'conflict'> {
  // A put-back is a new message: the queue does not count these tries.
  if ((order.lease?.lost ?? 0) >= maxLost) throw new Error(`${maxLost + 1} workers were lost at this work`);
  const mine = claimed(order, deps.clock.now(), leaseMs);
  if ((await deps.orders.save(mine, order)) === 'conflict') return 'conflict';
  return work(deps, mine, delivery);
}

async function redrive(deps: StepWorkerDeps, order: FailedOrder): Promise<Handled | 'conflict'> {
  const open = redriven(order, deps.clock.now());
  if ((await deps.orders.save(open, order)) === 'conflict') return 'conflict';
  return passOn(deps, open, 'redriven');
}

async function work(
  deps: StepWorkerDeps,
  mine: OrderUnderway,
  delivery: Delivery,
): Promise<Handled | 'conflict'> {
  const worked = await runHandler({ ...deps, leaseMs }, mine, delivery);
  // Lost to another worker, a cancellation, or our own write whose answer was lost: decide anew.
  if (worked === 'lost') return 'conflict';
  const { order, error } = worked;
  return error ? { outcome: 'failed', order, error } : passOn(deps, order, 'worked');
}

async function passOn(
  { queue, clock }: StepWorkerDeps,
  order: Order,
  outcome: 'started' | 'passed-on' | 'redriven' | 'worked',
): Promise<Handled> {
  if (isOpen(order)) await queue.send(nextMessage(order, clock.now()));
  return { outcome, order };
}
