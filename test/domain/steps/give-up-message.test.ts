import { describe, expect, it } from 'vitest';
import type { OpenOrder, Order } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { giveUpSlip } from '../../../domain/steps/give-up-message.ts';
import { claimed, clocksApartMs, released } from '../../../domain/steps/lease.ts';
import type { Step } from '../../../domain/steps/step.ts';
import { orderAtStep, queuedOrder, steps, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderBook } from '../../fakes/in-memory-order-repository.ts';
import { InMemorySlipRail } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { racing } from '../../fakes/racing-order-repository.ts';

const failure = { title: 'Could not be made', detail: 'Please order again.' };
const { id } = queuedOrder();
const grinding = orderAtStep(1);
const brewing = orderAtStep(2);
const labelling = orderAtStep(3);

async function givingUp(step: number, order: Order | undefined, now: number, fields = {}) {
  const [orders, slips] = [new InMemoryOrderBook(), new InMemorySlipRail()];
  if (order) await orders.create(order);
  const slip = { v: 1 as const, orderId: id, step, hops: 0, ...fields };
  const answer = await giveUpSlip({ orders, slips, clock: new ManualClock(now) }, slip, failure);
  expect(answer).toEqual(await orders.get(id));
  return { after: answer, sent: slips.sent };
}

describe('a slip that failed too often', () => {
  it.each<[string, number, OpenOrder, number]>([
    ['that should have started the first step', 1, queuedOrder(), t0],
    ['that should have started the next step, now', 2, grinding, grinding.stepEndsAt],
    ['whose work nobody has claimed', 3, labelling, t0],
    ['whose work was given back', 3, released(claimed(labelling, t0, 1000)), t0],
    ['whose worker was last heard of long ago', 3, claimed(labelling, t0, 1000), t0 + 1000 + clocksApartMs],
  ])('%s fails its order, which an operator may have brewed again', async (_, step, order, now) => {
    const { after, sent } = await givingUp(step, order, now);
    expect(after).toMatchObject({ status: 'failed', failure, redrivable: true, version: order.version + 1 });
    expect(sent).toEqual([]);
  });

  it.each<[string, number, Order]>([
    ['beyond that step', 1, brewing],
    ['on the rail once more', 1, queuedOrder({ step: 1 })],
    ['cancelled', 2, transition(grinding, { to: 'cancelled' }, t0)],
    ['ready (fault 9)', 3, transition(labelling, { to: 'next' }, t0)],
  ])('leaves an order alone that is %s', async (_, step, order) => {
    expect(await givingUp(step, order, t0)).toEqual({ after: order, sent: [] });
  });

  it.each<[string, number, OpenOrder, number, number]>([
    ['has begun the step already', 1, grinding, t0, 2],
    ['does not need it yet', 2, grinding, t0, 2],
    ['has its work to do first', 4, labelling, t0, 3],
    ['is behind work that is done', 1, aLabelledFirst(), t0, 3],
  ])(
    'sends the next slip of an order that %s: it may be all there was',
    async (_, step, order, now, next) => {
      const { after, sent } = await givingUp(step, order, now);
      expect(after).toEqual(order);
      expect(sent).toMatchObject([{ slip: { orderId: id, step: next, hops: 0 } }]);
    },
  );

  it('does not take work for dead because its own clock is ahead (fault 22)', async () => {
    const held = claimed(labelling, t0, 30_000);
    await expect(givingUp(3, held, t0 + 30_000 + clocksApartMs - 1)).rejects.toThrow('at work');
  });

  it('comes again while somebody is at work on its order', async () => {
    const held = claimed(labelling, t0, 30_000);
    await expect(givingUp(3, held, t0 + 29_999)).rejects.toThrow('at work');
  });

  it('of no order at all does nothing', async () => {
    expect(await givingUp(1, undefined, t0)).toEqual({ after: undefined, sent: [] });
  });

  it('does not fail an order that moves on at that moment (fault 23)', async () => {
    const [orders, slips, order] = [new InMemoryOrderBook(), new InMemorySlipRail(), queuedOrder()];
    await orders.create(order);
    const grinding = transition(order, { to: 'next' }, t0);
    const ports = { orders: racing(orders, () => orders.save(grinding, order)), slips };
    const slip = { v: 1 as const, orderId: id, step: 1, hops: 0 };
    expect(await giveUpSlip({ ...ports, clock: new ManualClock(t0) }, slip, failure)).toEqual(grinding);
    expect(await orders.get(id)).toEqual(grinding);
    expect(slips.sent).toMatchObject([{ slip: { step: 2 } }]);
  });
});

/** Labelling was its first step, and is done. */
function aLabelledFirst(): OpenOrder {
  const [ground, brewed, labelled] = steps as [Step, Step, Step];
  return orderAtStep(2, { steps: [labelled, ground, brewed] });
}
