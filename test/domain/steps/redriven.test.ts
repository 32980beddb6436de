import { describe, expect, it } from 'vitest';
import { deadlineFor } from '../../../domain/order/deadline.ts';
import { failOrder } from '../../../domain/order/fail-order.ts';
import type { Failure, Order } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { handleMessage } from '../../../domain/steps/handle-message.ts';
import type { Step } from '../../../domain/steps/step.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const failure: Failure = { title: 'no', detail: 'no' };
const delivery = { remainingMs: () => 60_000, extendVisibility: () => Promise.resolve() };

function givenUp() {
  const orders = new InMemoryOrderRepository();
  const queue = new InMemoryStepQueue();
  const clock = new ManualClock(t0 + 3_600_000);
  const steps = { packing: () => Promise.resolve({ done: 'label' }) };
  const take = (step: number, redrive: boolean) =>
    handleMessage(
      { orders, queue, clock, steps },
      { v: 2, orderId: queuedOrder().id, step, requeues: 0, ...(redrive && { redrive }) },
      delivery,
    );
  return { orders, queue, clock, take };
}

async function givenUpAt(step: number) {
  const parts = givenUp();
  await parts.orders.create(orderAtStep(step));
  await failOrder(parts, queuedOrder().id, { failure, redrivable: true });
  return parts;
}

describe('an order that was given up', () => {
  it('is handled again by an operator’s message, from the step that it could not do', async () => {
    const { orders, queue, take } = await givenUpAt(3);
    expect(await take(3, true)).toMatchObject({ outcome: 'redriven', order: { status: 'queued', step: 2 } });
    expect(queue.sent).toMatchObject([{ message: { step: 3, requeues: 0 }, delaySeconds: 0 }]);
    expect(await take(3, false)).toMatchObject({ outcome: 'worked', order: { status: 'ready' } });
    const order = (await orders.get(queuedOrder().id)) as Order;
    expect(order.history.map(({ status }) => status).slice(-4)).toEqual([
      'failed',
      'queued',
      'packing',
      'ready',
    ]);
    expect(order).not.toHaveProperty('failure');
  });

  it('forgets the error for which it was given up', async () => {
    const { orders, clock, take } = givenUp();
    await orders.create({ ...orderAtStep(3), lastError: 'Error: printer jam' });
    await failOrder({ orders, clock }, queuedOrder().id, { failure, redrivable: true });
    expect(await orders.get(queuedOrder().id)).toMatchObject({ lastError: 'Error: printer jam' });
    await take(3, true);
    expect(await orders.get(queuedOrder().id)).not.toHaveProperty('lastError');
  });

  it('goes on with the next step when a timed one was under way', async () => {
    const { take } = await givenUpAt(1);
    await take(2, true);
    expect(await take(2, false)).toMatchObject({ outcome: 'started', order: { status: 'printing' } });
  });

  it('does no work over again that was done, however often it is given up and redriven', async () => {
    const parts = givenUp();
    const steps: readonly Step[] = [
      { status: 'packing', kind: 'work', seconds: 1 },
      { status: 'cutting', kind: 'work', seconds: 1 },
    ];
    await parts.orders.create(orderAtStep(2, { steps }));
    for (let n = 0; n < 3; n++) {
      await failOrder(parts, queuedOrder().id, { failure, redrivable: true });
      expect(await parts.take(1, true)).toMatchObject({ outcome: 'redriven' });
    }
    expect(parts.queue.sent.map(({ message }) => message.step)).toEqual([2, 2, 2]);
  });

  it('gets its message from the operator’s when whoever redrove it died before sending one', async () => {
    const { queue, take } = await givenUpAt(2);
    await take(1, true);
    expect(await take(1, true)).toMatchObject({ outcome: 'passed-on', order: { status: 'queued' } });
    expect(queue.sent).toMatchObject([{ message: { step: 3 } }, { message: { step: 3 } }]);
    expect(await take(1, false)).toEqual({ outcome: 'dropped', because: 'passed' });
  });

  it('stays failed for any other message (fault 9)', async () => {
    const { take } = await givenUpAt(2);
    expect(await take(3, false)).toEqual({ outcome: 'dropped', because: 'ended' });
  });

  it('has a new deadline, and progress does not fall', async () => {
    const { orders, clock, take } = await givenUpAt(3);
    const before = (await orders.get(queuedOrder().id)) as Order;
    await take(3, true);
    const after = (await orders.get(queuedOrder().id)) as Order;
    expect(after.deadline).toBe(deadlineFor(after.steps.slice(2), clock.now()));
    expect(after.progress).toBe(before.progress);
    expect(after).toMatchObject({
      version: before.version + 1,
      revision: before.revision + 1,
      updatedAt: clock.now(),
    });
  });

  it('is redriven once when the operator’s message is delivered twice at the same time (fault 2)', async () => {
    const { orders, take } = await givenUpAt(3);
    const outcomes = await Promise.all([take(3, true), take(3, true)]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['redriven', 'worked']);
    const { history } = (await orders.get(queuedOrder().id)) as Order;
    expect(history.filter(({ status }) => status === 'queued')).toHaveLength(2);
  });

  it('does not go back in time with the clock of whoever redrives it (fault 22)', async () => {
    const { orders, clock, take } = await givenUpAt(3);
    const before = (await orders.get(queuedOrder().id)) as Order;
    clock.set(before.updatedAt - 300_000);
    await take(3, true);
    expect(await orders.get(queuedOrder().id)).toMatchObject({ updatedAt: before.updatedAt });
  });
});

describe('an order that failed for good', () => {
  it('is not handled again', async () => {
    const { orders, take } = givenUp();
    const order = orderAtStep(2);
    await orders.create(transition(order, { to: 'failed', failure }, t0) as never);
    expect(await take(3, true)).toEqual({ outcome: 'dropped', because: 'ended' });
  });
});
