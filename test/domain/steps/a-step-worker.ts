import type { OrderBook, SlipRail } from '../../../domain/ports.ts';
import { type Brewing, brew } from '../../../domain/steps/handle-message.ts';
import type { StepHandler } from '../../../domain/steps/step-handler.ts';
import type { DueSlip, Slip } from '../../../domain/steps/step-message.ts';
import { queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderBook } from '../../fakes/in-memory-order-repository.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

/** A slip on the rail, and when (milliseconds) it may be taken. */
export interface Waiting {
  readonly slip: Slip;
  readonly at: number;
}

/** Stands between a worker and the rest: makes the call, or not, and answers, or not. */
export type MakeCall = <T>(call: () => Promise<T>) => Promise<T>;

const recipe = [
  { status: 'grinding', kind: 'timed', seconds: 4 },
  { status: 'labelling', kind: 'work', seconds: 2 },
  { status: 'pouring', kind: 'timed', seconds: 3 },
] as const;

/** The history of its order when all went well. */
export const wholeHistory = ['queued', 'grinding', 'labelling', 'pouring', 'ready'];

/** One order with a step of work between two timed ones, its slips on the rail, and workers who take them. */
export async function aBrewStation() {
  const order = queuedOrder({ steps: recipe });
  const orders = new InMemoryOrderBook();
  await orders.create(order);
  const clock = new ManualClock(t0);
  const waiting: Waiting[] = [{ slip: { v: 1, orderId: order.id, step: 1, hops: 0 }, at: t0 }];
  /** Fencing numbers of the runs of the work. */
  const runs: number[] = [];

  const labelling: StepHandler = ({ fence }) => {
    runs.push(fence);
    return Promise.resolve({ done: { fence } });
  };

  function send({ slip, delaySeconds }: DueSlip): Promise<void> {
    waiting.push({ slip, at: clock.now() + delaySeconds * 1000 });
    return Promise.resolve();
  }

  /** A worker works a slip; every call that it makes goes through `make`. */
  function work(slip: Slip, make: MakeCall = (call) => call()) {
    const book: Pick<OrderBook, 'get' | 'save'> = {
      get: (id) => make(() => orders.get(id)),
      save: (next, previous) => make(() => orders.save(next, previous)),
    };
    const slips: SlipRail = { send: (due) => make(() => send(due)) };
    const brewing: Brewing = { orders: book as OrderBook, slips, clock, steps: { labelling } };
    return brew(brewing, slip, { remainingMs: () => 600_000, hide: () => Promise.resolve() });
  }

  return { clock, waiting, runs, work, stored: () => orders.get(order.id) };
}
