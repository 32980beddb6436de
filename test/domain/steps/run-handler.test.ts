import { beforeEach, describe, expect, it } from 'vitest';
import type { Order, OrderUnderway } from '../../../domain/order/order.ts';
import { type Change, transition } from '../../../domain/order/transition.ts';
import { claimed } from '../../../domain/steps/lease.ts';
import { runHandler } from '../../../domain/steps/run-handler.ts';
import type { StepInput, StepOutcome } from '../../../domain/steps/step-handler.ts';
import { orderAtStep, queuedOrder } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InterruptedOrderRepository } from '../../fakes/interrupted-order-repository.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const { id } = queuedOrder();
const began = orderAtStep(3).updatedAt;
const leaseMs = 30_000;
const second = 1000;

let orders: InterruptedOrderRepository;
let clock: ManualClock;
let hidden: number[];
let task: StepInput;
let end: (outcome: StepOutcome | Promise<never>) => void;

beforeEach(() => {
  orders = new InterruptedOrderRepository(new InMemoryOrderRepository());
  clock = new ManualClock(began);
  hidden = [];
});

/** A worker claims the step and is at work on it, until `end`. `after`: what came of it, or why it was given up. */
async function begin(order = orderAtStep(3)): Promise<{ mine: OrderUnderway; after: Promise<unknown> }> {
  await orders.create(order);
  const free = (await stored()) as OrderUnderway;
  const mine = claimed(free, clock.now(), leaseMs);
  await orders.save(mine, free);
  const { promise, resolve } = Promise.withResolvers<StepOutcome>();
  end = resolve;
  const packing = (given: StepInput) => {
    task = given;
    return promise;
  };
  const delivery = {
    remainingMs: () => 600_000,
    extendVisibility: (seconds: number) => Promise.resolve(void hidden.push(seconds)),
  };
  const running = runHandler({ orders, clock, steps: { packing } }, mine, delivery);
  const after = running.then(
    (worked) => (worked === 'lost' ? worked : worked.order),
    (error: Error) => error.message,
  );
  await clock.advance(0);
  return { mine, after };
}

const stored = async () => (await orders.get(id)) as Order;

/** What somebody else does to the order meanwhile. */
async function change(to: Change): Promise<void> {
  const order = (await stored()) as OrderUnderway;
  await orders.save(transition(order, to, clock.now()), order);
}

describe('a worker at work', () => {
  it('is given the id of the order and what was asked for', async () => {
    await begin(orderAtStep(3, { request: { paper: 'matte', size: 'medium', name: 'Shawn' } }));
    expect(task.orderId).toBe(id);
    expect(task.request).toStrictEqual({ paper: 'matte', size: 'medium', name: 'Shawn' });
  });

  it('renews its lease, and hides its message as long, whenever a third of it is used up', async () => {
    const { mine } = await begin();
    await clock.advance(9 * second);
    expect(await stored()).toEqual(mine);
    expect(hidden).toEqual([]);
    await clock.advance(second);
    expect(await stored()).toMatchObject({ lease: { until: began + 10 * second + leaseMs } });
    expect(hidden).toEqual([30]);
    await clock.advance(15 * second);
    expect(await stored()).toMatchObject({ lease: { until: began + 20 * second + leaseMs } });
    expect(hidden).toEqual([30, 30]);
  });

  it('renews both also while it reports progress', async () => {
    await begin();
    for (let n = 1; n <= 5; n++) {
      task.report(n / 10);
      await clock.advance(second);
    }
    expect(await stored()).toMatchObject({ progress: 0.917, lease: { until: began + 5 * second + leaseMs } });
    expect(hidden).toHaveLength(5);
  });

  it('is not disturbed while the function has time', async () => {
    await begin();
    await clock.advance(60 * second);
    expect(task.signal.aborted).toBe(false);
  });

  it('lets go of everything when the work ends', async () => {
    const { after } = await begin();
    end({ done: 'MATTE' });
    expect(await after).toMatchObject({ status: 'ready', results: { packing: 'MATTE' } });
    expect(task.signal.aborted).toBe(true);
    const ended = await stored();
    await clock.advance(60 * second);
    expect(await stored()).toEqual(ended);
    expect(hidden).toEqual([]);
  });

  it('leaves the checkpoint of the run before to the next one when it fails', async () => {
    const first = await begin();
    end({ continueFrom: { page: 7 } });
    await first.after;
    const second = await begin();
    end(Promise.reject(new Error('printer jam')));
    expect(await second.after).toBe('printer jam');
    await begin();
    expect(task.checkpoint).toEqual({ page: 7 });
  });
});

describe('a run that fails', () => {
  it('is recorded, for operators, in the write that gives back the lease', async () => {
    const { mine, after } = await begin();
    end(Promise.reject(new TypeError('printer jam\nat tray 2')));
    expect(await after).toBe('printer jam\nat tray 2');
    expect(await stored()).toMatchObject({
      revision: mine.revision + 1,
      version: mine.version,
      lease: { until: 0 },
      lastError: 'TypeError: printer jam at tray 2',
    });
  });

  it('is recorded in place of the one before', async () => {
    for (const message of ['printer jam', 'no ink']) {
      const { after } = await begin();
      end(Promise.reject(new Error(message)));
      await after;
    }
    expect(await stored()).toMatchObject({ lastError: 'Error: no ink' });
  });

  it('is forgotten when the next one does the work', async () => {
    const { after } = await begin(orderAtStep(3, { lastError: 'Error: printer jam' } as object));
    end({ done: 'MATTE' });
    await after;
    expect(await stored()).not.toHaveProperty('lastError');
  });
});

it('hears in time that its function ends, though the queue is slow to hide its message', async () => {
  const free = orderAtStep(3);
  await orders.create(free);
  const mine = claimed(free, began, leaseMs);
  await orders.save(mine, free);
  const end = began + 30 * second;
  const remainingMs = () => end - clock.now();
  const heard = Promise.withResolvers<number>();
  const packing = ({ signal }: StepInput) =>
    new Promise<StepOutcome>((resolve) => {
      signal.addEventListener('abort', () => {
        heard.resolve(remainingMs());
        resolve({ continueFrom: 7 });
      });
    });
  const delivery = { remainingMs, extendVisibility: () => clock.sleep(8 * second) };
  const after = runHandler({ orders, clock, steps: { packing } }, mine, delivery);
  await clock.advance(40 * second);
  expect(await heard.promise).toBeGreaterThan(3 * second);
  expect(await after).toMatchObject({ order: { checkpoint: 7, lease: { until: 0 } } });
});

describe('a beat that falls into the last write', () => {
  const workThenTimed = [
    { status: 'packing', kind: 'work', seconds: 1 },
    { status: 'cutting', kind: 'timed', seconds: 60 },
  ] as const;

  it('takes no progress of the work for progress of the next step', async () => {
    const { after } = await begin(orderAtStep(1, { steps: workThenTimed }));
    orders.delay = () => clock.sleep(2 * second);
    task.report(0.9);
    end({ done: 'MATTE' });
    await clock.advance(10 * second);
    await after;
    expect(await stored()).toMatchObject({ status: 'cutting', progress: 0.016 });
  });

  it('does not take back a lease that was given back', async () => {
    const { after } = await begin();
    await clock.advance(9.5 * second);
    orders.delay = () => clock.sleep(2 * second);
    end({ continueFrom: { page: 7 } });
    await clock.advance(10 * second);
    await after;
    expect(await stored()).toMatchObject({ lease: { until: 0 } });
  });
});

describe('a worker whose table cannot be reached', () => {
  it('goes on when the next beat gets through', async () => {
    const { after } = await begin();
    orders.broken = 'before';
    await clock.advance(15 * second);
    orders.broken = undefined;
    await clock.advance(second);
    expect(hidden).toEqual([30]);
    end({ done: 'MATTE' });
    expect(await after).toMatchObject({ status: 'ready' });
  });

  it('takes a renewal of its own whose answer was lost for its own', async () => {
    const { after } = await begin();
    orders.broken = 'after';
    await clock.advance(10 * second);
    orders.broken = undefined;
    expect(task.signal.aborted).toBe(false);
    end({ done: 'MATTE' });
    expect(await after).toMatchObject({ status: 'ready', results: { packing: 'MATTE' } });
  });

  it('gives up when its lease has run out meanwhile', async () => {
    const { after } = await begin();
    orders.broken = 'before';
    await clock.advance(leaseMs);
    expect(await after).toContain('cannot be reached');
    expect(task.signal.aborted).toBe(true);
  });
});

describe('a worker that comes too late', () => {
  it('writes nothing to an order that was cancelled meanwhile', async () => {
    const { after } = await begin();
    await change({ to: 'cancelled' });
    end({ done: 'MATTE' });
    expect(await after).toBe('lost');
    expect(await stored()).toMatchObject({ status: 'cancelled', results: {} });
  });

  it('writes nothing to an order that has gone on to its next step meanwhile (fault 3)', async () => {
    const steps = [
      { status: 'packing', kind: 'work', seconds: 1 },
      { status: 'cutting', kind: 'timed', seconds: 60 },
    ] as const;
    const { after } = await begin(orderAtStep(1, { steps }));
    await change({ to: 'next', result: 'from the newer run' });
    end({ done: 'from the older run' });
    expect(await after).toBe('lost');
    expect(await stored()).toMatchObject({
      status: 'cutting',
      results: { packing: 'from the newer run' },
    });
  });

  it('fails the order at its step, with the limit as the reason, when the result is too large (fault 58)', async () => {
    const { after } = await begin();
    end({ done: 'x'.repeat(300 * 1024) });
    expect(await after).toMatchObject({
      status: 'failed',
      failure: { title: 'Result too large', detail: expect.stringContaining('262144 are allowed') },
    });
  });
});
