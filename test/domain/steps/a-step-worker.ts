import type { OrderRepository, StepQueue } from '../../../domain/ports.ts';
import { handleMessage, type StepWorkerDeps } from '../../../domain/steps/handle-message.ts';
import type { StepHandler } from '../../../domain/steps/step-handler.ts';
import type { DueMessage, StepMessage } from '../../../domain/steps/step-message.ts';
import { queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

/** A message in the queue, and when (milliseconds) it may be taken. */
export interface Waiting {
  readonly message: StepMessage;
  readonly at: number;
}

/** Stands between a worker and the rest: makes the call, or not, and answers, or not. */
export type MakeCall = <T>(call: () => Promise<T>) => Promise<T>;

const recipe = [
  { status: 'developing', kind: 'timed', seconds: 4 },
  { status: 'packing', kind: 'work', seconds: 2 },
  { status: 'cutting', kind: 'timed', seconds: 3 },
] as const;

/** The history of its order when all went well. */
export const wholeHistory = ['queued', 'developing', 'packing', 'cutting', 'ready'];

/** One order with a step of work between two timed ones, its messages in the queue, and workers who take them. */
export async function aStepWorker() {
  const order = queuedOrder({ steps: recipe });
  const orders = new InMemoryOrderRepository();
  await orders.create(order);
  const clock = new ManualClock(t0);
  const waiting: Waiting[] = [{ message: { v: 2, orderId: order.id, step: 1, requeues: 0 }, at: t0 }];
  /** Fencing numbers of the runs of the work. */
  const runs: number[] = [];

  const packing: StepHandler = ({ fence }) => {
    runs.push(fence);
    return Promise.resolve({ done: { fence } });
  };

  function send({ message, delaySeconds }: DueMessage): Promise<void> {
    waiting.push({ message, at: clock.now() + delaySeconds * 1000 });
    return Promise.resolve();
  }

  /** A worker works a message; every call that it makes goes through `make`. */
  function work(message: StepMessage, make: MakeCall = (call) => call()) {
    const book: Pick<OrderRepository, 'get' | 'save'> = {
      get: (id) => make(() => orders.get(id)),
      save: (next, previous) => make(() => orders.save(next, previous)),
    };
    const queue: StepQueue = { send: (due) => make(() => send(due)) };
    const deps: StepWorkerDeps = { orders: book as OrderRepository, queue, clock, steps: { packing } };
    return handleMessage(deps, message, {
      remainingMs: () => 600_000,
      extendVisibility: () => Promise.resolve(),
    });
  }

  return { clock, waiting, runs, work, stored: () => orders.get(order.id) };
}
