import { isOpen, isUnderway, type Order } from '../order/order.ts';
import { retryOnConflict } from '../order/retry-on-conflict.ts';
import { transition } from '../order/transition.ts';
import type { Clock, Delivery, FileStore, OrderRepository, StepQueue } from '../ports.ts';
import { type Decision, decide } from './decide.ts';
import { claimed, leaseMs } from './lease.ts';
import type { PermanentError } from './permanent-error.ts';
import { redriven } from './redriven.ts';
import { runHandler } from './run-handler.ts';
import type { StepHandlers } from './step-handler.ts';
import { maxRequeues, nextMessage, requeued, type StepMessage } from './step-message.ts';

export interface StepWorkerDeps {
  readonly orders: OrderRepository;
  readonly queue: StepQueue;
  readonly clock: Clock;
  readonly steps: StepHandlers;
  /** @default a step that makes a file fails */
  readonly files?: FileStore;
}

export type Handled =
  | { readonly outcome: 'dropped'; readonly because: 'gone' | 'ended' | 'passed' | 'worn-out' }
  | { readonly outcome: 'requeued'; readonly delaySeconds: number }
  | { readonly outcome: 'passed-on'; readonly order: Order }
  | { readonly outcome: 'redriven'; readonly order: Order }
  | { readonly outcome: 'started'; readonly order: Order }
  | { readonly outcome: 'worked'; readonly order: Order }
  /** For good, by its work. */
  | { readonly outcome: 'failed'; readonly order: Order; readonly error: PermanentError };

/** Work that so many more workers did not survive than one is left to the dead letters. */
const maxLost = 4;

/** Shorter waits are not worth a trip through the queue, whose delays are whole seconds. */
const onTheSpotMs = 1000;

/** Handles one message. Rejects when it must come again: a call failed, or the step handler did. */
export function handleMessage(
  deps: StepWorkerDeps,
  message: StepMessage,
  delivery: Delivery,
): Promise<Handled> {
  return retryOnConflict(async () => {
    const decision = await decideWhenDue(deps, message);
    switch (decision.do) {
      case 'drop':
        return { outcome: 'dropped', because: decision.because };
      case 'wait':
        return requeue(deps, message, decision.ms);
      case 'watch':
        return requeue(deps, watching(message, decision.observedRevision), watchMs(message));
      case 'pass-on':
        return passOn(deps, decision.order, 'passed-on');
    }
    const order = changed(decision, deps.clock.now());
    if ((await deps.orders.save(order, decision.order)) === 'conflict') return 'conflict';
    if (!isUnderway(order) || !order.lease) return passOn(deps, order, outcomes[decision.do]);

    const run = await runHandler(deps, order, delivery);
    // Lost to another worker, a cancellation, or our own write whose answer was lost: decide anew.
    if (run === 'lost') return 'conflict';
    return run.error ? { outcome: 'failed', ...run, error: run.error } : passOn(deps, run.order, 'worked');
  });
}

async function decideWhenDue({ orders, clock }: StepWorkerDeps, message: StepMessage): Promise<Decision> {
  for (;;) {
    const decision = decide(message, await orders.get(message.orderId), clock.now());
    if (decision.do !== 'wait' || decision.ms >= onTheSpotMs) return decision;
    await clock.sleep(decision.ms);
  }
}

type Write = Extract<Decision, { readonly do: 'start' | 'claim' | 'redrive' }>;

const outcomes = { start: 'started', claim: 'started', redrive: 'redriven' } as const;

/** The order as the decision wants it written. */
function changed(decision: Write, now: number): Order {
  switch (decision.do) {
    case 'start':
      return transition(decision.order, { to: 'next', leaseMs }, now);
    case 'claim':
      // A requeued message is a new one: the queue does not count these tries.
      if ((decision.order.lease?.lost ?? 0) >= maxLost)
        throw new Error(`${maxLost + 1} workers were lost at this work`);
      return claimed(decision.order, now, leaseMs);
    case 'redrive':
      return redriven(decision.order, now);
  }
}

function watching(message: StepMessage, observedRevision: number): StepMessage {
  return { ...message, observedRevision, leaseChecks: (message.leaseChecks ?? 0) + 1 };
}

/**
 * The length of a lease, and twice as long each time that the worker turned out to be alive. A requeued message that
 * was sent but answered with an error leaves two messages, each of which may double again: few checks, few doublings (P7).
 */
function watchMs({ leaseChecks = 0 }: StepMessage): number {
  return leaseMs * 2 ** Math.min(leaseChecks, 5);
}

async function requeue({ queue }: StepWorkerDeps, message: StepMessage, ms: number): Promise<Handled> {
  // The order's own message starts anew with every step; should this have been it, the sweeper sends another.
  if (message.requeues >= maxRequeues) return { outcome: 'dropped', because: 'worn-out' };
  const due = requeued(message, ms);
  await queue.send(due);
  return { outcome: 'requeued', delaySeconds: due.delaySeconds };
}

/** Sends the message that the order needs next, if it needs one. */
async function passOn(
  { queue, clock }: StepWorkerDeps,
  order: Order,
  outcome: 'started' | 'passed-on' | 'redriven' | 'worked',
): Promise<Handled> {
  if (isOpen(order)) await queue.send(nextMessage(order, clock.now()));
  return { outcome, order };
}
