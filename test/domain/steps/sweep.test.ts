import { beforeEach, describe, expect, it } from 'vitest';
import { deadlineFor } from '../../../domain/order/deadline.ts';
import { isOpen, type Order } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { UnreadableOrderError } from '../../../domain/order/unreadable-order-error.ts';
import type { OrderRepository, OverdueOrders, StepQueue } from '../../../domain/ports.ts';
import { claimed, released } from '../../../domain/steps/lease.ts';
import { type SweepDeps, sweep } from '../../../domain/steps/sweep.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const { id, deadline } = queuedOrder();
const minute = 60_000;
const none = { 'message-sent': 0, failed: 0, healthy: 0, unreadable: 0 };

let orders: InMemoryOrderRepository;
let queue: InMemoryStepQueue;
let clock: ManualClock;

beforeEach(() => {
  orders = new InMemoryOrderRepository();
  queue = new InMemoryStepQueue();
  clock = new ManualClock(deadline);
});

/** An index that lags: it names orders whatever they are by now. */
const naming = (...ids: string[]): OverdueOrders => ({ overdue: () => Promise.resolve(ids) });
const run = (more: Partial<SweepDeps> = {}) =>
  sweep({ orders, overdue: naming(id), queue, clock, ...more }, 100);

async function stored(): Promise<Order> {
  return (await orders.get(id)) as Order;
}

describe('the sweeper', () => {
  it('sends the message of an overdue order again, and gives it a new deadline', async () => {
    await orders.create(queuedOrder());
    expect(await run()).toEqual({ ...none, 'message-sent': 1 });
    expect(queue.sent).toEqual([{ message: { v: 2, orderId: id, step: 1, requeues: 0 }, delaySeconds: 0 }]);
    const order = await stored();
    expect(order).toMatchObject({ sweeps: 1, version: 1, revision: 2 });
    expect(order.deadline).toBe(deadlineFor(order.steps, deadline));
  });

  it('gives an order that is nearly done less time than one that has not begun', async () => {
    await orders.create(orderAtStep(2));
    await run();
    const { steps, deadline: later } = await stored();
    expect(later).toBe(deadlineFor(steps.slice(2), deadline));
  });

  it('fails an order after its message was sent again twice: none is silently stuck (P1)', async () => {
    await orders.create(queuedOrder());
    const runs = [];
    for (let n = 0; n < 4; n++) {
      runs.push(await run());
      clock.set((await stored()).deadline);
    }
    expect(runs).toEqual([
      { ...none, 'message-sent': 1 },
      { ...none, 'message-sent': 1 },
      { ...none, failed: 1 },
      { ...none, healthy: 1 },
    ]);
    expect(await stored()).toMatchObject({
      status: 'failed',
      version: 2,
      failure: { title: 'Took too long' },
      redrivable: true,
    });
    expect(queue.sent).toHaveLength(2);
  });

  it('leaves an order alone that is not overdue, has ended, or is gone', async () => {
    await orders.create(queuedOrder({ deadline: deadline + 1 }));
    expect(await run()).toEqual({ ...none, healthy: 1 });
    expect(await stored()).toMatchObject({ revision: 1 });
    expect(await run({ overdue: naming('0197f3a0-0000-7000-8000-0000000000ff') })).toMatchObject({
      healthy: 1,
    });
    orders = new InMemoryOrderRepository();
    await orders.create(queuedOrder());
    await orders.save(transition(queuedOrder(), { to: 'cancelled' }, t0), queuedOrder());
    expect(await run()).toEqual({ ...none, healthy: 1 });
    expect(queue.sent).toEqual([]);
  });

  it('gives an order more time while somebody is at work on it', async () => {
    const working = claimed(orderAtStep(3), deadline, 30_000);
    await orders.create(working);
    expect(await run()).toEqual({ ...none, healthy: 1 });
    expect(await stored()).toMatchObject({ sweeps: 0, lease: working.lease });
    expect((await stored()).deadline).toBeGreaterThan(deadline);
    expect(queue.sent).toEqual([]);
  });

  it('does not take work for dead because its own clock is ahead (fault 22)', async () => {
    await orders.create(claimed(orderAtStep(3, { sweeps: 2 }), deadline - 10 * minute, 30_000));
    expect(await run()).toEqual({ ...none, healthy: 1 });
  });

  it('waits for a machine that was started late (a step of hours)', async () => {
    const steps = [{ status: 'stretching', kind: 'timed', seconds: 4 * 3600 }] as const;
    await orders.create(orderAtStep(1, { steps, sweeps: 2 }));
    const late = await stored();
    clock.set(late.deadline);
    const late3 = { ...late, stepEndsAt: clock.now() + 120 * minute, sweeps: 1, revision: late.revision + 1 };
    await orders.save(late3 as Order, late);
    await run();
    expect((await stored()).deadline).toBeGreaterThan(late3.stepEndsAt);
  });

  it('finds no fault with work in parts that it meets between two of them', async () => {
    let order = orderAtStep(3);
    await orders.create(order);
    for (let part = 1; part <= 4; part++) {
      const mine = claimed(order, clock.now(), 30_000);
      await orders.save(mine, order);
      await orders.save(released(mine, part), mine);
      expect(await run()).toMatchObject({ failed: 0 });
      order = (await stored()) as typeof order;
      clock.set(order.deadline);
    }
    expect(order.status).toBe('packing');
  });

  it('sends the message of work whose worker died', async () => {
    await orders.create(claimed(orderAtStep(3), deadline - 11 * minute, 30_000));
    expect(await run()).toEqual({ ...none, 'message-sent': 1 });
    expect(queue.sent).toMatchObject([{ message: { step: 3 } }]);
  });

  it.each([0, 2])('leaves an order alone that moves on in the same moment (sweeps: %i)', async (sweeps) => {
    await orders.create(queuedOrder({ sweeps }));
    const racing: OrderRepository = Object.assign(Object.create(orders), {
      get: (wanted: string) => orders.get(wanted),
      async save(next: Order, previous: Order) {
        const order = await stored();
        if (isOpen(order)) await orders.save(transition(order, { to: 'next' }, clock.now()), order);
        return orders.save(next, previous);
      },
    });
    expect(await run({ orders: racing })).toEqual({ ...none, healthy: 1 });
    expect(await stored()).toMatchObject({ status: 'developing', version: 2 });
    expect(queue.sent).toEqual([]);
  });

  it('sweeps the others when one order cannot be swept, and rejects in the end', async () => {
    const other = '0197f3a0-0000-7000-8000-000000000002';
    await orders.create(queuedOrder());
    await orders.create(queuedOrder({ id: other }));
    const flaky: StepQueue = {
      send: (due) => (due.message.orderId === id ? Promise.reject(new Error('queue down')) : queue.send(due)),
    };
    await expect(run({ overdue: naming(id, other), queue: flaky })).rejects.toThrow('1 orders');
    expect(queue.sent).toMatchObject([{ message: { orderId: other } }]);
  });

  it('asks for what is overdue by now, and for no more than it can look after', async () => {
    const asked: unknown[] = [];
    const overdue = {
      overdue: (...args: unknown[]) => {
        asked.push(args);
        return Promise.resolve([]);
      },
    };
    expect(await run({ overdue })).toEqual(none);
    expect(asked).toEqual([[deadline, 100]]);
  });

  it('counts an order that it cannot read, and looks after the others (fault 57)', async () => {
    const damaged = '0197f3a0-0000-7000-8000-000000000002';
    await orders.create(queuedOrder());
    const get = orders.get.bind(orders);
    orders.get = (one) =>
      one === damaged ? Promise.reject(new UnreadableOrderError(damaged, false, 'no history')) : get(one);
    const counts = await run({ overdue: naming(damaged, id) });
    expect(counts).toEqual({ ...none, 'message-sent': 1, unreadable: 1 });
  });
});
