import { beforeEach, describe, expect, it } from 'vitest';
import type { FailedOrder } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { UnreadableOrderError } from '../../../domain/order/unreadable-order-error.ts';
import type { PutBackMessage } from '../../../domain/ports.ts';
import { createDeadLetters } from '../../../lambdas/brew/dead-letters.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { UnreachableOrderRepository } from '../../fakes/unreachable-order-repository.ts';
import { aContext } from '../a-context.ts';
import { captureLogs } from '../captured-logs.ts';
import { sqsEvent } from '../events/sqs-event.ts';

const { id } = queuedOrder();
const message = { v: 2, orderId: id, step: 1, requeues: 0 };
const none = { batchItemFailures: [] };
const clock = new ManualClock(t0);

let orders: InMemoryOrderRepository;
let queue: InMemoryStepQueue;
let kept: { body: string; reason: string }[];
let backAgain: PutBackMessage[];

const keep = (body: string, reason: string) => Promise.resolve(void kept.push({ body, reason }));
const putBack = (message: PutBackMessage) => Promise.resolve(void backAgain.push(message));
const bury = (bodies: readonly unknown[], ports = {}) =>
  createDeadLetters({ orders, queue, keep, putBack, clock, ...ports })(sqsEvent(bodies), aContext());

beforeEach(() => {
  orders = new InMemoryOrderRepository();
  queue = new InMemoryStepQueue();
  kept = [];
  backAgain = [];
  captureLogs();
});

describe('a dead letter', () => {
  it('fails the order that needs it and is kept, with the reason', async () => {
    await orders.create(queuedOrder());
    expect(await bury([message])).toEqual(none);
    expect(await orders.get(id)).toMatchObject({
      status: 'failed',
      failure: { title: 'Could not be made' },
    });
    const reason = `order ${id} is failed: no error was recorded`;
    expect(kept).toEqual([{ body: JSON.stringify(message), reason }]);
  });

  it('is kept with the last error of its work, which its order keeps too', async () => {
    await orders.create({
      ...orderAtStep(3),
      lease: { fence: 4, until: 0 },
      lastError: 'Error: printer jam',
    });
    await bury([{ ...message, step: 3 }]);
    expect(kept).toMatchObject([{ reason: `order ${id} is failed: Error: printer jam` }]);
    expect(await orders.get(id)).toMatchObject({ status: 'failed', lastError: 'Error: printer jam' });
  });

  it('is logged with its order, whatever its form, or with none if it names none', async () => {
    const logs = captureLogs();
    for (const letter of [message, { ...message, step: 'one' }, 'garbage']) await bury([letter]);
    await bury([message], { orders: new UnreachableOrderRepository() });
    const lines = logs.map(([line]) => line as { message: string; orderId?: string });
    expect(lines.map(({ message, orderId }) => [message, orderId])).toEqual([
      ['message given up', id],
      ['message given up', id],
      ['message given up', undefined],
      ['dead letter failed', id],
    ]);
  });

  it('that its order has left behind fails nothing, and is kept', async () => {
    const order = orderAtStep(2);
    await orders.create(order);
    expect(await bury([message])).toEqual(none);
    expect(await orders.get(id)).toEqual(order);
    expect(kept).toMatchObject([{ reason: `order ${id} is printing` }]);
  });

  it('whose order may have no other is followed by the message that the order needs', async () => {
    await orders.create(orderAtStep(1));
    expect(await bury([message])).toEqual(none);
    expect(queue.sent).toMatchObject([{ message: { orderId: id, step: 2 } }]);
    expect(kept).toMatchObject([{ reason: `order ${id} is developing` }]);
  });

  it('tells the customer nothing of the inside', async () => {
    await orders.create(queuedOrder());
    await bury([message]);
    const { failure } = (await orders.get(id)) as FailedOrder;
    expect(JSON.stringify(failure)).not.toMatch(/queue|lambda|dead|error|receive/i);
  });

  it.each(['ready', 'cancelled'] as const)('leaves an order that is %s alone (fault 9)', async (status) => {
    const order = orderAtStep(3);
    await orders.create(order);
    const ended = transition(order, { to: status === 'ready' ? 'next' : 'cancelled' }, t0);
    await orders.save(ended, order);
    expect(await bury([message])).toEqual(none);
    expect(await orders.get(id)).toEqual(ended);
    expect(kept).toMatchObject([{ reason: `order ${id} is ${status}` }]);
  });

  it.each([
    ['a wrong step', { ...message, step: 'one' }],
    ['fields that nobody knows', { ...message, colour: 'red' }],
  ])('with %s still fails the order that it names (fault 6)', async (_, poison) => {
    await orders.create(queuedOrder());
    await bury([poison]);
    expect(await orders.get(id)).toMatchObject({ status: 'failed' });
  });

  it.each(['matte please', '', '[]', 'null', '{"orderId":"matte"}'])(
    'that is garbage is kept as it came: %j',
    async (garbage) => {
      expect(await bury([garbage])).toEqual(none);
      expect(kept).toEqual([{ body: garbage, reason: 'not a step message' }]);
    },
  );

  it('of newer code goes back to the queue: this code cannot say that it is in vain (fault 57)', async () => {
    const newer = { ...message, v: 3 };
    await orders.create(queuedOrder());
    expect(await bury([newer])).toEqual(none);
    expect(backAgain).toMatchObject([{ body: JSON.stringify(newer) }]);
    expect(await orders.get(id)).toMatchObject({ status: 'queued' });
    expect(kept).toEqual([]);
  });

  it('whose order is damaged is kept, with that as the reason (fault 57)', async () => {
    orders.get = () => Promise.reject(new UnreadableOrderError(id, false, 'history is missing or wrong'));
    expect(await bury([message])).toEqual(none);
    expect(kept).toMatchObject([{ reason: expect.stringContaining(`order ${id} cannot be read`) }]);
  });

  it('of an order that does not exist is kept', async () => {
    expect(await bury([message])).toEqual(none);
    expect(kept).toMatchObject([{ reason: `order ${id} does not exist` }]);
  });

  it('comes again when the table cannot be reached', async () => {
    expect(await bury([message], { orders: new UnreachableOrderRepository() })).toMatchObject({
      batchItemFailures: [{ itemIdentifier: sqsEvent([message]).Records[0]?.messageId }],
    });
    expect(kept).toEqual([]);
  });

  it('comes again when it cannot be kept, and is then kept though its order has failed already', async () => {
    await orders.create(queuedOrder());
    const lost = { keep: () => Promise.reject(new Error('queue down')) };
    expect((await bury([message], lost)).batchItemFailures).toHaveLength(1);
    expect(await bury([message])).toEqual(none);
    expect(kept).toHaveLength(1);
    expect(await orders.get(id)).toMatchObject({ version: 2 });
  });

  it('harms no other of its batch', async () => {
    await orders.create(queuedOrder());
    const event = [message, 'garbage'];
    const onlyMessages = (body: string, reason: string) =>
      body === 'garbage' ? Promise.reject(new Error('queue down')) : keep(body, reason);
    expect(await bury(event, { keep: onlyMessages })).toEqual({
      batchItemFailures: [{ itemIdentifier: sqsEvent(event).Records[1]?.messageId }],
    });
    expect(kept).toHaveLength(1);
  });
});
