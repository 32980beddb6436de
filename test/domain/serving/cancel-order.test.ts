import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenOrder, Order } from '../../../domain/order/order.ts';
import { type Change, transition } from '../../../domain/order/transition.ts';
import type { OrderRepository } from '../../../domain/ports.ts';
import { cancelOrder } from '../../../domain/serving/cancel-order.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { racing } from '../../fakes/racing-order-repository.ts';

const { id } = queuedOrder();
const clock = new ManualClock(t0 + 1000);
let orders: InMemoryOrderRepository;

beforeEach(() => {
  orders = new InMemoryOrderRepository();
});

const cancel = (owner = 'shawn', book: OrderRepository = orders) =>
  cancelOrder({ orders: book, clock }, owner, id);

async function change(to: Change): Promise<Order> {
  const order = (await orders.get(id)) as OpenOrder;
  const next = transition(order, to, t0);
  await orders.save(next, order);
  return next;
}

const meanwhile = (to: Change) => racing(orders, () => change(to));

describe('cancelling', () => {
  it.each<[string, OpenOrder]>([
    ['a queued order', queuedOrder()],
    ['an order under way', orderAtStep(2)],
  ])('%s ends it', async (_, order) => {
    await orders.create(order);
    const cancelled = await cancel();
    expect(cancelled).toMatchObject({
      outcome: 'cancelled',
      order: { status: 'cancelled', version: order.version + 1 },
    });
    expect(await orders.get(id)).toMatchObject({ status: 'cancelled' });
  });

  it('twice is once', async () => {
    await orders.create(queuedOrder());
    await cancel();
    expect(await cancel()).toMatchObject({ outcome: 'cancelled', order: { version: 2 } });
    expect(await orders.get(id)).toMatchObject({ version: 2 });
  });

  it('is too late for a ready and for a failed order', async () => {
    await orders.create(orderAtStep(3));
    const ready = await change({ to: 'next', result: 'sheet' });
    expect(await cancel()).toEqual({ outcome: 'too-late', order: ready });
    orders = new InMemoryOrderRepository();
    await orders.create(queuedOrder());
    const failed = await change({ to: 'failed', failure: { title: 'no', detail: 'no' } });
    expect(await cancel()).toEqual({ outcome: 'too-late', order: failed });
    expect(await orders.get(id)).toEqual(failed);
  });

  describe('if the order is as expected', () => {
    const isQueued = ({ status }: Order) => status === 'queued';
    const cancelIf = (isExpected: (order: Order) => boolean, book: OrderRepository = orders) =>
      cancelOrder({ orders: book, clock }, 'shawn', id, isExpected);

    it('ends it, and leaves any other alone', async () => {
      await orders.create(queuedOrder());
      expect(await cancelIf(() => false)).toEqual({ outcome: 'unexpected', order: queuedOrder() });
      expect(await orders.get(id)).toEqual(queuedOrder());
      expect(await cancelIf(isQueued)).toMatchObject({ outcome: 'cancelled', order: { version: 2 } });
    });

    it('asks about the order that is written: one that changes meanwhile is looked at again', async () => {
      await orders.create(queuedOrder());
      expect(await cancelIf(isQueued, meanwhile({ to: 'next' }))).toMatchObject({
        outcome: 'unexpected',
        order: { status: 'developing' },
      });
      expect(await orders.get(id)).toMatchObject({ status: 'developing', version: 2 });
    });

    it('does not ask where nothing would be done: too late is too late', async () => {
      await orders.create(orderAtStep(3));
      await change({ to: 'next', result: 'sheet' });
      expect(await cancelIf(() => false)).toMatchObject({ outcome: 'too-late' });
      expect(await cancelOrder({ orders, clock }, 'gus', id, () => false)).toEqual({ outcome: 'unknown' });
    });
  });

  it("knows nothing of another customer's order, and leaves it alone (P5)", async () => {
    await orders.create(queuedOrder());
    expect(await cancel('gus')).toEqual({ outcome: 'unknown' });
    expect(await orders.get(id)).toEqual(queuedOrder());
  });

  it('knows nothing of an order that does not exist', async () => {
    expect(await cancel()).toEqual({ outcome: 'unknown' });
  });

  it('wins over a step that starts at the same time, without overwriting it (fault 23)', async () => {
    await orders.create(queuedOrder());
    expect(await cancel('shawn', meanwhile({ to: 'next' }))).toMatchObject({ outcome: 'cancelled' });
    const { history, version } = (await orders.get(id)) as Order;
    expect(history.map(({ status }) => status)).toEqual(['queued', 'developing', 'cancelled']);
    expect(version).toBe(3);
  });

  it('loses against an order that becomes ready at the same time (fault 23)', async () => {
    await orders.create(orderAtStep(3));
    expect(await cancel('shawn', meanwhile({ to: 'next', result: 'sheet' }))).toMatchObject({
      outcome: 'too-late',
      order: { status: 'ready' },
    });
    expect(await orders.get(id)).toMatchObject({ status: 'ready' });
  });
});
