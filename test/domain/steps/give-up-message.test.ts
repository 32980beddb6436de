import { describe, expect, it } from 'vitest';
import type { OpenOrder, Order } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { giveUpMessage } from '../../../domain/steps/give-up-message.ts';
import { claimed, clocksApartMs, released } from '../../../domain/steps/lease.ts';
import type { Step } from '../../../domain/steps/step.ts';
import { orderAtStep, queuedOrder, steps, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { racing } from '../../fakes/racing-order-repository.ts';

const failure = { title: 'Could not be made', detail: 'Please order again.' };
const { id } = queuedOrder();
const developing = orderAtStep(1);
const printing = orderAtStep(2);
const packing = orderAtStep(3);

async function given(step: number, order: Order | undefined, now: number, fields = {}) {
  const [orders, queue] = [new InMemoryOrderRepository(), new InMemoryStepQueue()];
  if (order) await orders.create(order);
  const message = { v: 2 as const, orderId: id, step, requeues: 0, ...fields };
  const answer = await giveUpMessage({ orders, queue, clock: new ManualClock(now) }, message, failure);
  expect(answer).toEqual(await orders.get(id));
  return { after: answer, sent: queue.sent };
}

describe('a message that failed too often', () => {
  it.each<[string, number, OpenOrder, number]>([
    ['that should have started the first step', 1, queuedOrder(), t0],
    ['that should have started the next step, now', 2, developing, developing.stepEndsAt],
    ['whose work nobody has claimed', 3, packing, t0],
    ['whose work was given back', 3, released(claimed(packing, t0, 1000)), t0],
    ['whose worker was last heard of long ago', 3, claimed(packing, t0, 1000), t0 + 1000 + clocksApartMs],
  ])('%s fails its order, which an operator may have handled again', async (_, step, order, now) => {
    const { after, sent } = await given(step, order, now);
    expect(after).toMatchObject({ status: 'failed', failure, redrivable: true, version: order.version + 1 });
    expect(sent).toEqual([]);
  });

  it.each<[string, number, Order]>([
    ['beyond that step', 1, printing],
    ['in the queue once more', 1, queuedOrder({ step: 1 })],
    ['cancelled', 2, transition(developing, { to: 'cancelled' }, t0)],
    ['ready (fault 9)', 3, transition(packing, { to: 'next' }, t0)],
  ])('leaves an order alone that is %s', async (_, step, order) => {
    expect(await given(step, order, t0)).toEqual({ after: order, sent: [] });
  });

  it.each<[string, number, OpenOrder, number, number]>([
    ['has begun the step already', 1, developing, t0, 2],
    ['does not need it yet', 2, developing, t0, 2],
    ['has its work to do first', 4, packing, t0, 3],
    ['is behind work that is done', 1, aLabelledFirst(), t0, 3],
  ])(
    'sends the next message of an order that %s: it may be all there was',
    async (_, step, order, now, next) => {
      const { after, sent } = await given(step, order, now);
      expect(after).toEqual(order);
      expect(sent).toMatchObject([{ message: { orderId: id, step: next, requeues: 0 } }]);
    },
  );

  it('does not take work for dead because its own clock is ahead (fault 22)', async () => {
    const held = claimed(packing, t0, 30_000);
    await expect(given(3, held, t0 + 30_000 + clocksApartMs - 1)).rejects.toThrow('at work');
  });

  it('comes again while somebody is at work on its order', async () => {
    const held = claimed(packing, t0, 30_000);
    await expect(given(3, held, t0 + 29_999)).rejects.toThrow('at work');
  });

  it('of no order at all does nothing', async () => {
    expect(await given(1, undefined, t0)).toEqual({ after: undefined, sent: [] });
  });

  it('does not fail an order that moves on at that moment (fault 23)', async () => {
    const [orders, queue, order] = [new InMemoryOrderRepository(), new InMemoryStepQueue(), queuedOrder()];
    await orders.create(order);
    const developing = transition(order, { to: 'next' }, t0);
    const ports = { orders: racing(orders, () => orders.save(developing, order)), queue };
    const message = { v: 2 as const, orderId: id, step: 1, requeues: 0 };
    expect(await giveUpMessage({ ...ports, clock: new ManualClock(t0) }, message, failure)).toEqual(
      developing,
    );
    expect(await orders.get(id)).toEqual(developing);
    expect(queue.sent).toMatchObject([{ message: { step: 2 } }]);
  });
});

/** Packing was its first step, and is done. */
function aLabelledFirst(): OpenOrder {
  const [ground, handled, labelled] = steps as [Step, Step, Step];
  return orderAtStep(2, { steps: [labelled, ground, handled] });
}
