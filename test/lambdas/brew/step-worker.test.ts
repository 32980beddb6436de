import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { UnreadableOrderError } from '../../../domain/order/unreadable-order-error.ts';
import type { PutBackMessage } from '../../../domain/ports.ts';
import { PermanentError } from '../../../domain/steps/permanent-error.ts';
import type { StepHandler } from '../../../domain/steps/step-handler.ts';
import { maxRequeues } from '../../../domain/steps/step-message.ts';
import { backoffSeconds } from '../../../lambdas/brew/backoff.ts';
import { createStepWorker } from '../../../lambdas/brew/step-worker.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { aContext } from '../a-context.ts';
import { captureLogs } from '../captured-logs.ts';
import { sqsEvent } from '../events/sqs-event.ts';

const idOf = (n: number) => `0197f3a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const message = (n: number, step = 1) => ({ v: 2, orderId: idOf(n), step, requeues: 0 });
const none = { batchItemFailures: [] };

let orders: InMemoryOrderRepository;
let queue: InMemoryStepQueue;
let clock: ManualClock;
let hidden: [string, number][];
let returned: PutBackMessage[];
let logs: unknown[][];
let packing: StepHandler;

beforeEach(() => {
  orders = new InMemoryOrderRepository();
  queue = new InMemoryStepQueue();
  clock = new ManualClock(t0);
  hidden = [];
  returned = [];
  logs = captureLogs();
  packing = () => Promise.resolve({ done: 'sheet' });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  onTestFinished(() => void vi.restoreAllMocks());
});

function worker(
  extendVisibility = (receipt: string, seconds: number) =>
    Promise.resolve(void hidden.push([receipt, seconds])),
) {
  const steps = { packing: ((task) => packing(task)) satisfies StepHandler };
  const putBack = (message: PutBackMessage) => Promise.resolve(void returned.push(message));
  return createStepWorker({ orders, queue, clock, steps, extendVisibility, putBack });
}

const work = (bodies: readonly unknown[], receives = 1) =>
  worker()(sqsEvent(bodies, { ApproximateReceiveCount: String(receives) }), aContext());

async function place(...numbers: number[]) {
  for (const n of numbers) await orders.create(queuedOrder({ id: idOf(n) }));
}

async function statuses(...numbers: number[]) {
  return Promise.all(numbers.map(async (n) => (await orders.get(idOf(n)))?.status));
}

describe('a batch of messages', () => {
  it('starts the step of each order and says that none has failed', async () => {
    await place(1, 2);
    expect(await work([message(1), message(2)])).toEqual(none);
    expect(await statuses(1, 2)).toEqual(['developing', 'developing']);
    expect(queue.sent).toMatchObject([{ message: message(1, 2) }, { message: message(2, 2) }]);
    expect(hidden).toEqual([]);
  });

  it('of ten with one that fails returns only that one (fault 5)', async () => {
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    await place(...numbers);
    const { send } = queue;
    queue.send = (due) =>
      due.message.orderId === idOf(4) ? Promise.reject(new Error('queue down')) : send.call(queue, due);
    const event = sqsEvent(numbers.map((n) => message(n)));
    expect(await worker()(event, aContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: event.Records[3]?.messageId }],
    });
    expect(queue.sent).toHaveLength(9);
  });

  it.each([
    ['not JSON', 'matte please'],
    ['of the wrong form', { orderId: 'matte', step: -1 }],
    ['nothing', ''],
  ])('returns a message that is %s to the queue, and harms no other (fault 6)', async (_, poison) => {
    await place(1, 2);
    const event = sqsEvent([poison, message(2)]);
    expect(await worker()(event, aContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: event.Records[0]?.messageId }],
    });
    expect(await statuses(1, 2)).toEqual(['queued', 'developing']);
  });

  it('puts a message of newer code back as it came, uncounted, each time for longer (faults 7 and 57)', async () => {
    await place(1);
    const newer = { v: 3, orderId: idOf(1), step: { name: 'developing' }, colour: 'red' };
    const event = sqsEvent([newer, newer]);
    const [, second] = event.Records;
    if (second) second.messageAttributes = { putBack: { dataType: 'Number', stringValue: '3' } };
    expect(await worker()(event, aContext())).toEqual(none);
    expect(returned).toEqual([
      { body: JSON.stringify(newer), times: 1, delaySeconds: 15 },
      { body: JSON.stringify(newer), times: 4, delaySeconds: 120 },
    ]);
    expect(hidden).toEqual([]);
    expect(await statuses(1)).toEqual(['queued']);
  });

  it('drops a message of newer code whose order has ended, or never was', async () => {
    const newer = { v: 3, orderId: idOf(1), step: 1 };
    expect(await work([newer])).toEqual(none);
    expect(returned).toEqual([]);
  });

  it('puts a message back whose order only newer code can read (fault 57)', async () => {
    orders.get = () => Promise.reject(new UnreadableOrderError(idOf(1), true, 'its format is 2'));
    expect(await work([message(1)])).toEqual(none);
    expect(returned).toMatchObject([{ times: 1 }]);
  });

  it('returns a message whose order is damaged: it becomes a dead letter, and tells its order (fault 57)', async () => {
    orders.get = () => Promise.reject(new UnreadableOrderError(idOf(1), false, 'history is missing'));
    expect((await work([message(1)])).batchItemFailures).toHaveLength(1);
    expect(returned).toEqual([]);
  });

  it('understands messages of older versions (fault 7)', async () => {
    await place(1);
    expect(await work([{ orderId: idOf(1), step: 1 }])).toEqual(none);
    expect(await statuses(1)).toEqual(['developing']);
  });

  it('acknowledges a message that came twice, without a second effect (fault 1)', async () => {
    await place(1);
    await work([message(1)]);
    expect(await work([message(1)])).toEqual(none);
    expect(await orders.get(idOf(1))).toMatchObject({ version: 2 });
  });

  it('acknowledges the message of an order that is gone', async () => {
    expect(await work([message(1)])).toEqual(none);
    expect(queue.sent).toEqual([]);
  });

  it('tells the work how much time the function has', async () => {
    await orders.create(orderAtStep(3, { id: idOf(1) }));
    let aborted: boolean | undefined;
    packing = async ({ signal }) => {
      await clock.advance(1000);
      aborted = signal.aborted;
      return { done: 'sheet' };
    };
    await worker()(sqsEvent([message(1, 3)]), aContext(4000));
    expect(aborted).toBe(true);
  });

  it('hides the message of long work from other workers', async () => {
    await orders.create(orderAtStep(3, { id: idOf(1) }));
    packing = async () => {
      await clock.advance(15_000);
      return { done: 'sheet' };
    };
    const event = sqsEvent([message(1, 3)]);
    expect(await worker()(event, aContext())).toEqual(none);
    expect(hidden).toEqual([[event.Records[0]?.receiptHandle, 30]]);
  });

  it('does not try again what cannot heal: the order fails and the message is acknowledged', async () => {
    await orders.create(orderAtStep(3, { id: idOf(1) }));
    packing = () => Promise.reject(new PermanentError('Out of ink', 'Come back tomorrow.'));
    expect(await work([message(1, 3)])).toEqual(none);
    expect(await orders.get(idOf(1))).toMatchObject({ status: 'failed', failure: { title: 'Out of ink' } });
  });
});

describe('a message that failed', () => {
  it.each([1, 2, 4, 9])('comes again after the wait of its delivery: number %i', async (receives) => {
    const event = sqsEvent(['poison'], { ApproximateReceiveCount: String(receives) });
    await worker()(event, aContext());
    expect(hidden).toEqual([[event.Records[0]?.receiptHandle, backoffSeconds(receives, 0.5)]]);
  });

  it('comes again all the same when the wait cannot be set', async () => {
    const result = await worker(() => Promise.reject(new Error('queue down')))(
      sqsEvent(['poison']),
      aContext(),
    );
    expect(result).toMatchObject({ batchItemFailures: [{}] });
  });

  it('is in the log with its message and what went wrong', async () => {
    const event = sqsEvent(['poison'], { ApproximateReceiveCount: '3' });
    await worker()(event, aContext());
    expect(logs).toMatchObject([
      [
        {
          message: 'message failed',
          messageId: event.Records[0]?.messageId,
          receives: 3,
          error: expect.any(Error),
        },
      ],
    ]);
  });

  it('is in the log with its order, though nobody knows its form', async () => {
    await work([{ ...message(1), step: 'one' }]);
    expect(logs).toMatchObject([[{ message: 'message failed', orderId: idOf(1) }]]);
  });
});

describe('the log of work that failed for good', () => {
  it('is one warning with its order, the reason and the cause', async () => {
    const warn = vi.spyOn(console, 'warn');
    await orders.create(orderAtStep(3, { id: idOf(1) }));
    const cause = new Error('tray 2 is empty');
    const error = new PermanentError('Out of ink', 'Come back tomorrow.', { cause });
    packing = () => Promise.reject(error);
    await work([message(1, 3)]);
    expect(logs).toEqual([[{ message: 'order failed', orderId: idOf(1), step: 3, error, causes: [cause] }]]);
    expect(warn.mock.calls).toEqual(logs);
  });
});

describe('the log of a message', () => {
  it('is one entry with the order, its step and what was done', async () => {
    await place(1);
    await work([message(1)]);
    expect(logs).toEqual([[{ message: 'started', orderId: idOf(1), step: 1, status: 'developing' }]]);
  });

  it('says why a message was dropped and for how long one was put back', async () => {
    await orders.create(orderAtStep(1, { id: idOf(1) }));
    await work([message(9), message(1, 2)]);
    expect(logs).toMatchObject([
      [{ orderId: idOf(9), message: 'dropped', because: 'gone' }],
      [{ orderId: idOf(1), message: 'requeued', delaySeconds: 4 }],
    ]);
    await work([{ ...message(1, 2), requeues: maxRequeues }]);
    expect(logs.at(-1)).toMatchObject([{ message: 'dropped', because: 'worn-out' }]);
  });
});
