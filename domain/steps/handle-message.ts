import {
  type FailedOrder,
  isOpen,
  isUnderway,
  type OpenOrder,
  type Order,
  type OrderUnderway,
} from '../order/order.ts';
import { untilSaved } from '../order/retry-on-conflict.ts';
import { transition } from '../order/transition.ts';
import type { Clock, OrderBook, SlipRail } from '../ports.ts';
import { decide } from './decide.ts';
import { claimed } from './lease.ts';
import type { PermanentError } from './permanent-error.ts';
import { reopened } from './redriven.ts';
import { runWork } from './run-handler.ts';
import type { StepHandlers } from './step-handler.ts';
import { maxHops, nextSlip, putBack, type Slip } from './step-message.ts';

export interface Brewing {
  readonly orders: OrderBook;
  readonly slips: SlipRail;
  readonly clock: Clock;
  readonly steps: StepHandlers;
}

/** One delivery of one message, by the platform that runs the worker. */
export interface Delivery {
  /** Milliseconds until the platform ends this run. */
  remainingMs(): number;
  /** Hides the message from other workers for so many seconds from now. */
  hide(seconds: number): Promise<void>;
}

export type Brewed =
  | { readonly outcome: 'dropped'; readonly because: 'gone' | 'ended' | 'passed' | 'worn-out' }
  | { readonly outcome: 'put-back'; readonly delaySeconds: number }
  | { readonly outcome: 'passed-on'; readonly order: Order }
  | { readonly outcome: 'reopened'; readonly order: Order }
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

/** Works one slip. Rejects when the slip must come again: a call failed, or the work did. */
export function brew(brewing: Brewing, slip: Slip, delivery: Delivery): Promise<Brewed> {
  return untilSaved(async () => {
    const { orders, clock } = brewing;
    const decision = decide(slip, await orders.get(slip.orderId), clock.now());
    switch (decision.do) {
      case 'drop':
        return { outcome: 'dropped', because: decision.because };
      case 'wait':
        return comeBack(brewing, slip, decision.ms, delivery);
      case 'watch':
        return comeBack(
          brewing,
          { ...slip, saw: decision.saw, looks: (slip.looks ?? 0) + 1 },
          watchMs(slip),
          delivery,
        );
      case 'pass-on':
        return passOn(brewing, decision.order, 'passed-on');
      case 'start':
        return start(brewing, decision.order, delivery);
      case 'claim':
        return claim(brewing, decision.order, delivery);
      case 'reopen':
        return reopen(brewing, decision.order);
    }
  });
}

/**
 * The length of a lease, and twice as long each time that the worker turned out to be alive. A put-back that was sent
 * but answered with an error leaves two slips, each of which may double again: few looks, few doublings (P7).
 */
function watchMs({ looks = 0 }: Slip): number {
  return leaseMs * 2 ** Math.min(looks, 5);
}

async function comeBack(brewing: Brewing, slip: Slip, ms: number, delivery: Delivery): Promise<Brewed> {
  if (ms < onTheSpotMs) {
    await brewing.clock.sleep(ms);
    return brew(brewing, slip, delivery);
  }
  // The order's own slip starts anew with every step; should this have been it, the sweeper sends another.
  if (slip.hops >= maxHops) return { outcome: 'dropped', because: 'worn-out' };
  const due = putBack(slip, ms);
  await brewing.slips.send(due);
  return { outcome: 'put-back', delaySeconds: due.delaySeconds };
}

async function start(brewing: Brewing, order: OpenOrder, delivery: Delivery): Promise<Brewed | 'conflict'> {
  const next = transition(order, { to: 'next', leaseMs }, brewing.clock.now());
  if ((await brewing.orders.save(next, order)) === 'conflict') return 'conflict';
  if (isUnderway(next) && next.lease) return work(brewing, next, delivery);
  return passOn(brewing, next, 'started');
}

async function claim(
  brewing: Brewing,
  order: OrderUnderway,
  delivery: Delivery,
): Promise<Brewed | 'conflict'> {
  // A put-back is a new message: the queue does not count these tries.
  if ((order.lease?.lost ?? 0) >= maxLost) throw new Error(`${maxLost + 1} workers were lost at this work`);
  const mine = claimed(order, brewing.clock.now(), leaseMs);
  if ((await brewing.orders.save(mine, order)) === 'conflict') return 'conflict';
  return work(brewing, mine, delivery);
}

async function reopen(brewing: Brewing, order: FailedOrder): Promise<Brewed | 'conflict'> {
  const open = reopened(order, brewing.clock.now());
  if ((await brewing.orders.save(open, order)) === 'conflict') return 'conflict';
  return passOn(brewing, open, 'reopened');
}

async function work(brewing: Brewing, mine: OrderUnderway, delivery: Delivery): Promise<Brewed | 'conflict'> {
  const worked = await runWork({ ...brewing, leaseMs }, mine, delivery);
  // Lost to another worker, a cancellation, or our own write whose answer was lost: decide anew.
  if (worked === 'lost') return 'conflict';
  const { order, error } = worked;
  return error ? { outcome: 'failed', order, error } : passOn(brewing, order, 'worked');
}

async function passOn(
  { slips, clock }: Brewing,
  order: Order,
  outcome: 'started' | 'passed-on' | 'reopened' | 'worked',
): Promise<Brewed> {
  if (isOpen(order)) await slips.send(nextSlip(order, clock.now()));
  return { outcome, order };
}
