import { describe, expect, it } from 'vitest';
import { failOrder } from '../../../domain/order/fail-order.ts';
import type { OpenOrder } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { racing } from '../../fakes/racing-order-repository.ts';

const failure = { title: 'Out of beans', detail: 'Come back tomorrow.' };
const { id } = queuedOrder();

async function failing(order?: OpenOrder, end?: 'ready' | 'cancelled') {
  const orders = new InMemoryOrderRepository();
  if (order) await orders.create(order);
  if (order && end) {
    const to = end === 'ready' ? 'next' : 'cancelled';
    await orders.save(transition(order, { to }, t0), order);
  }
  const answer = await failOrder({ orders, clock: new ManualClock(t0) }, id, { failure });
  return { answer, stored: await orders.get(id) };
}

describe('failing an order', () => {
  it.each([queuedOrder(), orderAtStep(2)])('ends an open one ($status) with the reason', async (order) => {
    const { answer, stored } = await failing(order);
    expect(stored).toMatchObject({ status: 'failed', failure, version: order.version + 1 });
    expect(answer).toEqual(stored);
  });

  it('leaves a ready one as it is (fault 9)', async () => {
    const { answer, stored } = await failing(orderAtStep(3), 'ready');
    expect(stored).toMatchObject({ status: 'ready', version: 5 });
    expect(answer).toEqual(stored);
  });

  it('leaves a cancelled one as it is', async () => {
    expect((await failing(queuedOrder(), 'cancelled')).stored).toMatchObject({
      status: 'cancelled',
      version: 2,
    });
  });

  it('loses against an order that becomes ready at the same time (fault 23)', async () => {
    const orders = new InMemoryOrderRepository();
    const order = orderAtStep(3);
    await orders.create(order);
    const ready = transition(order, { to: 'next', result: 'sheet' }, t0);
    const book = racing(orders, () => orders.save(ready, order));
    expect(await failOrder({ orders: book, clock: new ManualClock(t0) }, id, { failure })).toEqual(ready);
    expect(await orders.get(id)).toEqual(ready);
  });

  it('says when there is no such order', async () => {
    expect(await failing()).toEqual({ answer: undefined, stored: undefined });
  });
});
