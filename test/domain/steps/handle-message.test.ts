import { beforeEach, describe, expect, it } from 'vitest';
import type { Order, OrderUnderway } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import type { Clock } from '../../../domain/ports.ts';
import { handleMessage, type StepWorkerDeps } from '../../../domain/steps/handle-message.ts';
import { leaseMs } from '../../../domain/steps/lease.ts';
import { PermanentError } from '../../../domain/steps/permanent-error.ts';
import type { StepHandler, StepInput } from '../../../domain/steps/step-handler.ts';
import { type DueMessage, maxRequeues, type StepMessage } from '../../../domain/steps/step-message.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

const { id } = queuedOrder();
const message = (step: number, requeues = 0): StepMessage => ({ v: 2, orderId: id, step, requeues });

let orders: InMemoryOrderRepository;
let queue: InMemoryStepQueue;
let clock: ManualClock;
let hidden: number[];
let remainingMs: number;

beforeEach(() => {
  orders = new InMemoryOrderRepository();
  queue = new InMemoryStepQueue();
  clock = new ManualClock(t0);
  hidden = [];
  remainingMs = 600_000;
});

const deps = (packing: StepHandler): StepWorkerDeps => ({ orders, queue, clock, steps: { packing } });
const delivery = {
  remainingMs: () => remainingMs,
  extendVisibility: (seconds: number) => Promise.resolve(void hidden.push(seconds)),
};
const done: StepHandler = () => Promise.resolve({ done: { label: 'MATTE' } });
const work = (step: number, packing: StepHandler = done, requeues = 0) =>
  handleMessage(deps(packing), message(step, requeues), delivery);

async function atStep(step: number): Promise<OrderUnderway> {
  const order = orderAtStep(step);
  await orders.create(order);
  return order;
}

describe('a message of a timed step', () => {
  it('starts the step and sends the next message for its end', async () => {
    await orders.create(queuedOrder());
    expect(await work(1)).toMatchObject({ outcome: 'started', order: { status: 'developing' } });
    expect(queue.sent).toEqual([{ message: message(2), delaySeconds: 4 }]);
  });

  it('is requeued for what remains, one requeue on', async () => {
    await atStep(1);
    expect(await work(2)).toEqual({ outcome: 'requeued', delaySeconds: 4 });
    expect(queue.sent).toEqual([{ message: message(2, 1), delaySeconds: 4 }]);
  });

  it('is requeued for 15 minutes at most, so that a step may last hours', async () => {
    await orders.create(
      orderAtStep(1, { steps: [{ status: 'stretching', kind: 'timed', seconds: 3 * 3600 }] }),
    );
    await work(2);
    expect(queue.sent).toMatchObject([{ delaySeconds: 900 }]);
  });

  it('waits less than a second on the spot', async () => {
    const order = await atStep(1);
    clock.set(order.stepEndsAt - 400);
    const handled = work(2);
    await clock.advance(400);
    expect(await handled).toMatchObject({ outcome: 'started', order: { status: 'printing' } });
  });

  it('goes through the queue for a whole second', async () => {
    const order = await atStep(1);
    clock.set(order.stepEndsAt - 1000);
    expect(await work(2)).toEqual({ outcome: 'requeued', delaySeconds: 1 });
  });

  it('starts its step once when it is delivered twice at the same time (fault 2)', async () => {
    await orders.create(queuedOrder());
    const handled = await Promise.all([work(1), work(1)]);
    expect(handled.map(({ outcome }) => outcome).sort()).toEqual(['passed-on', 'started']);
    expect(await orders.get(id)).toMatchObject({ version: 2, status: 'developing' });
  });

  it('sends the next message again when its worker died after the write (fault 16)', async () => {
    await atStep(1);
    await work(1);
    expect(queue.sent).toEqual([{ message: message(2), delaySeconds: 4 }]);
  });

  it('is not requeued for ever (fault 11)', async () => {
    await atStep(1);
    expect(await work(2, done, maxRequeues)).toEqual({ outcome: 'dropped', because: 'worn-out' });
    expect(queue.sent).toEqual([]);
  });

  it('does nothing to an order that was cancelled', async () => {
    const order = await atStep(1);
    await orders.save(transition(order, { to: 'cancelled' }, t0), order);
    expect(await work(2)).toEqual({ outcome: 'dropped', because: 'ended' });
    expect(queue.sent).toEqual([]);
  });
});

describe('a message of a work step', () => {
  async function dueForWork(): Promise<OrderUnderway> {
    const order = await atStep(2);
    clock.set(order.stepEndsAt);
    return order;
  }

  it('claims, works, and makes the order ready with the result, in two writes', async () => {
    const order = await dueForWork();
    expect(await work(3)).toMatchObject({ outcome: 'worked', order: { status: 'ready' } });
    expect(await orders.get(id)).toMatchObject({
      status: 'ready',
      version: order.version + 2,
      revision: order.revision + 2,
      results: { packing: { label: 'MATTE' } },
    });
    expect(queue.sent).toEqual([]);
  });

  it('is worked once when two workers find it free at the same time (fault 2)', async () => {
    await atStep(3);
    const fences: number[] = [];
    const counting: StepHandler = (task) => {
      fences.push(task.fence);
      return done(task);
    };
    const handled = await Promise.all([work(3, counting), work(3, counting)]);
    expect(handled.map(({ outcome }) => outcome).sort()).toEqual(['requeued', 'worked']);
    expect(fences).toHaveLength(1);
  });

  it('hands over order, fencing number and checkpoint', async () => {
    const order = await dueForWork();
    let input: StepInput | undefined;
    await work(3, (given) => {
      input = given;
      return done(given);
    });
    expect(input).toMatchObject({
      orderId: id,
      request: { paper: 'matte' },
      fence: order.revision + 1,
    });
    expect(input?.checkpoint).toBeUndefined();
  });

  it('fails the order at once on a permanent error, with its reason', async () => {
    await dueForWork();
    await work(3, () => Promise.reject(new PermanentError('Out of beans', 'Come back tomorrow.')));
    expect(await orders.get(id)).toMatchObject({
      status: 'failed',
      failure: { title: 'Out of beans', detail: 'Come back tomorrow.' },
    });
  });

  it('rejects on any other error and lets the next delivery claim at once', async () => {
    await dueForWork();
    await expect(work(3, () => Promise.reject(new Error('printer jam')))).rejects.toThrow('printer jam');
    expect(await work(3)).toMatchObject({ outcome: 'worked', order: { status: 'ready' } });
  });

  it('goes on from the checkpoint in the next run', async () => {
    await dueForWork();
    const seen: unknown[] = [];
    const counting: StepHandler = ({ checkpoint }) => {
      seen.push(checkpoint);
      const page = typeof checkpoint === 'number' ? checkpoint : 0;
      return Promise.resolve(page < 2 ? { continueFrom: page + 1 } : { done: page });
    };
    for (let run = 0; run < 3; run++) await work(3, counting);
    expect(seen).toEqual([undefined, 1, 2]);
    expect(queue.sent).toEqual([
      { message: message(3), delaySeconds: 0 },
      { message: message(3), delaySeconds: 0 },
    ]);
    expect(await orders.get(id)).toMatchObject({ status: 'ready', results: { packing: 2 } });
  });

  it('keeps its lease and its message while it works', async () => {
    await dueForWork();
    const { promise, resolve } = Promise.withResolvers<{ done: string }>();
    const working = work(3, () => promise);
    await clock.advance(3 * leaseMs);
    expect(await work(3)).toMatchObject({ outcome: 'requeued' });
    expect(hidden.length).toBeGreaterThan(2);
    resolve({ done: 'late' });
    expect(await working).toMatchObject({ outcome: 'worked', order: { status: 'ready' } });
  });

  it('is waited for once more, and longer, by a message that saw it renew its lease meanwhile', async () => {
    await dueForWork();
    const { promise, resolve } = Promise.withResolvers<{ done: string }>();
    const working = work(3, () => promise);
    await clock.advance(0);
    await work(3);
    await clock.advance(leaseMs);
    const { message: waited } = queue.sent.at(-1) as DueMessage;
    expect(await handleMessage(deps(done), waited, delivery)).toEqual({
      outcome: 'requeued',
      delaySeconds: 60,
    });
    expect(queue.sent.at(-1)?.message).toMatchObject({
      requeues: 2,
      observedRevision: ((await orders.get(id)) as Order).revision,
    });
    resolve({ done: '' });
    await working;
  });

  it('is looked at after a quarter of an hour at the latest, however long it lasts', async () => {
    await dueForWork();
    const { promise, resolve } = Promise.withResolvers<{ done: string }>();
    const working = work(3, () => promise);
    await clock.advance(0);
    const looking = { ...message(3), leaseChecks: 40 };
    expect(await handleMessage(deps(done), looking, delivery)).toEqual({
      outcome: 'requeued',
      delaySeconds: 900,
    });
    resolve({ done: '' });
    await working;
  });

  it('is first looked at after the length of a lease, however long the step before took', async () => {
    await dueForWork();
    const { promise, resolve } = Promise.withResolvers<{ done: string }>();
    const working = work(3, () => promise);
    await clock.advance(0);
    expect(await work(3, done, 40)).toEqual({ outcome: 'requeued', delaySeconds: 30 });
    resolve({ done: '' });
    await working;
  });

  it('renews its lease although its clock went back (fault 22)', async () => {
    const order = await dueForWork();
    const { promise, resolve } = Promise.withResolvers<{ done: string }>();
    let behind = 0;
    const setBack: Clock = {
      now: () => clock.now() - behind,
      sleep: (ms, signal) => clock.sleep(ms, signal),
    };
    const working = handleMessage({ ...deps(() => promise), clock: setBack }, message(3), delivery);
    await clock.advance(0);
    behind = 300_000;
    await clock.advance(1000);
    expect(await orders.get(id)).toMatchObject({ revision: order.revision + 2, version: order.version + 1 });
    resolve({ done: '' });
    await working;
  });

  it('tells progress at most once a second, the latest first', async () => {
    const order = await dueForWork();
    const { promise, resolve } = Promise.withResolvers<{ done: string }>();
    const working = work(3, ({ report }) => {
      for (const fraction of [0.1, 0.2, 0.5]) report(fraction);
      return promise;
    });
    await clock.advance(1000);
    expect(await orders.get(id)).toMatchObject({ version: order.version + 2, progress: 0.917 });
    resolve({ done: '' });
    await working;
  });

  it('stops when the order is cancelled, and writes nothing', async () => {
    await dueForWork();
    let signal: AbortSignal | undefined;
    const working = work(3, (task) => {
      signal = task.signal;
      task.report(0.5);
      return new Promise(() => {});
    });
    await clock.advance(0);
    const held = (await orders.get(id)) as OrderUnderway;
    await orders.save(transition(held, { to: 'cancelled' }, clock.now()), held);
    await clock.advance(1000);
    expect(await working).toEqual({ outcome: 'dropped', because: 'ended' });
    expect(signal?.aborted).toBe(true);
    expect(await orders.get(id)).toMatchObject({ status: 'cancelled' });
  });

  it('may not write once its lease ran out and another worker claimed (fault 3)', async () => {
    await dueForWork();
    const first = Promise.withResolvers<{ done: string }>();
    const second = Promise.withResolvers<{ done: string }>();
    const slow = work(3, () => first.promise);
    await clock.advance(0);
    await work(3);
    // A frozen process: its clock stands still while the lease runs out.
    clock.set(clock.now() + leaseMs);
    const { message: waited } = queue.sent.at(-1) as DueMessage;
    const quick = handleMessage(
      deps(() => second.promise),
      waited,
      delivery,
    );
    await clock.advance(0);
    first.resolve({ done: 'from the older run' });
    expect(await slow).toMatchObject({ outcome: 'requeued' });
    second.resolve({ done: 'from the newer run' });
    expect(await quick).toMatchObject({ outcome: 'worked' });
    expect(await orders.get(id)).toMatchObject({ results: { packing: 'from the newer run' } });
  });

  it('is warned before the time of the function is up, and then given up', async () => {
    await dueForWork();
    let warned = false;
    const working = work(3, ({ signal }) => {
      signal.addEventListener('abort', () => {
        warned = true;
      });
      return new Promise(() => {});
    }).catch((error: Error) => error.message);
    await clock.advance(1000);
    expect(warned).toBe(false);
    remainingMs = 4000;
    await clock.advance(1000);
    expect(warned).toBe(true);
    remainingMs = 1000;
    await clock.advance(1000);
    expect(await working).toContain('time of the function');
    expect(await work(3)).toMatchObject({ outcome: 'worked' });
  });

  it('comes again when no work is registered for its step', async () => {
    await dueForWork();
    await expect(handleMessage({ orders, queue, clock, steps: {} }, message(3), delivery)).rejects.toThrow(
      'packing',
    );
  });
});
