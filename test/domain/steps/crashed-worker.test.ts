import { expect, it } from 'vitest';
import type { OrderRepository } from '../../../domain/ports.ts';
import { handleMessage, type StepWorkerDeps } from '../../../domain/steps/handle-message.ts';
import { leaseMs } from '../../../domain/steps/lease.ts';
import type { StepHandler } from '../../../domain/steps/step-handler.ts';
import type { DueMessage, StepMessage } from '../../../domain/steps/step-message.ts';
import { orderAtStep } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const delivery = { remainingMs: () => 600_000, extendVisibility: () => Promise.resolve() };
const forEver = new Promise<never>(() => {});

/** An order whose label is due, and workers at it. */
async function dueForWork() {
  const order = orderAtStep(2);
  const orders = new InMemoryOrderRepository();
  await orders.create(order);
  const queue = new InMemoryStepQueue();
  const runs: number[] = [];
  const packing: StepHandler = ({ fence }) => {
    runs.push(fence);
    return Promise.resolve({ done: { fence } });
  };
  const clock = new ManualClock(order.stepEndsAt);

  const first: StepMessage = { v: 2, orderId: order.id, step: 3, requeues: 0 };

  function work(overrides: Partial<StepWorkerDeps> = {}, message = first) {
    return handleMessage({ orders, queue, clock, steps: { packing }, ...overrides }, message, delivery);
  }

  /** The message that was put back last, delivered when its time has come. */
  async function workAfterWaiting() {
    const { message, delaySeconds } = queue.sent.at(-1) as DueMessage;
    clock.set(clock.now() + delaySeconds * 1000);
    return work({}, message);
  }

  /** A worker that dies at its n-th write: nothing that it waits for comes any more, its time stands still. */
  async function crashAt(nth: number, takesEffect: boolean, message = first): Promise<void> {
    let writes = 0;
    const save: OrderRepository['save'] = async (next, previous) => {
      writes += 1;
      if (writes < nth) return orders.save(next, previous);
      if (takesEffect) await orders.save(next, previous);
      return forEver;
    };
    const dying = { get: (id: string) => orders.get(id), save } as OrderRepository;
    void work({ orders: dying, clock: new ManualClock(clock.now()) }, message);
    await clock.advance(0);
  }

  return { order, orders, queue, runs, work, workAfterWaiting, crashAt, clock };
}

it('a worker that dies after its claim, before the work, is waited for, and then replaced (fault 17)', async () => {
  const { order, orders, queue, runs, work, workAfterWaiting, crashAt } = await dueForWork();
  await crashAt(1, true);
  expect(runs).toEqual([]);
  expect(await work()).toEqual({ outcome: 'requeued', delaySeconds: leaseMs / 1000 });
  expect(queue.sent).toMatchObject([{ message: { step: 3 }, delaySeconds: leaseMs / 1000 }]);
  expect(await workAfterWaiting()).toMatchObject({ outcome: 'worked' });
  expect(runs).toHaveLength(1);
  expect(await orders.get(order.id)).toMatchObject({ status: 'ready' });
});

it('a worker that dies after the work, before the write, leaves one outcome: that of the next fence (fault 18)', async () => {
  const { order, orders, runs, work, workAfterWaiting, crashAt } = await dueForWork();
  await crashAt(2, false);
  expect(runs).toHaveLength(1);
  expect(await work()).toMatchObject({ outcome: 'requeued' });
  expect(await workAfterWaiting()).toMatchObject({ outcome: 'worked' });
  const [first = 0, second = 0] = runs;
  expect(second).toBeGreaterThan(first);
  expect(await orders.get(order.id)).toMatchObject({
    status: 'ready',
    results: { packing: { fence: second } },
  });
});

it('work that kills its worker each time is left to the dead letters after five of them (fault 10)', async () => {
  const { queue, runs, work, workAfterWaiting, crashAt, clock } = await dueForWork();
  await crashAt(2, false);
  for (let lost = 1; lost < 5; lost++) {
    await work();
    clock.set(clock.now() + leaseMs);
    await crashAt(2, false, queue.sent.at(-1)?.message);
    expect(runs).toHaveLength(lost + 1);
  }
  await work();
  await expect(workAfterWaiting()).rejects.toThrow('5 workers were lost at this work');
  expect(runs).toHaveLength(5);
});
