import { describe, expect, it } from 'vitest';
import { placeOrder } from '../../../domain/serving/place-order.ts';
import { task } from '../../fakes/a-task.ts';
import { t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { NumberedOrderIds } from '../../fakes/numbered-order-ids.ts';
import { aStepWorker, type MakeCall, type Waiting, wholeHistory } from './a-step-worker.ts';

/** What may happen at a call; `tried again` is what the SDK does when the answer does not come. */
const blows = ['killed before', 'killed after', 'without an answer after', 'tried again after'] as const;
type Blow = (typeof blows)[number];

const forEver = new Promise<never>(() => {});

/** Strikes the n-th of all calls; of whoever was killed no later call is made either. */
function striker(blow: Blow, nth: number) {
  let calls = 0;
  const worker = () => {
    const death = Promise.withResolvers<'died'>();
    let isDead = false;
    const die = () => {
      isDead = true;
      death.resolve('died');
      return forEver;
    };
    const make: MakeCall = (call) => {
      if (isDead) return forEver;
      calls += 1;
      return calls === nth ? strike(blow, call, die) : call();
    };
    return { make, died: death.promise };
  };
  return { worker, hasStruck: () => calls >= nth };
}

async function strike<T>(blow: Blow, call: () => Promise<T>, die: () => Promise<never>): Promise<T> {
  if (blow === 'killed before') return die();
  await call();
  if (blow === 'killed after') return die();
  if (blow === 'tried again after') return call();
  throw new Error('no answer');
}

describe.each(blows)('who is %s any one call', (blow) => {
  it('at the step worker loses nothing and does nothing twice (faults 16, 17, 18 and 19)', async () => {
    let points = 0;
    while (await brewToTheEnd(blow, points + 1)) points += 1;
    // Four queue: a read each, four writes of steps and one of the work, three sends.
    expect(points).toBe(9);
  });

  it('at the counter leaves one order, with a message, to who asks again (faults 12, 13 and 14)', async () => {
    let points = 0;
    while (await orderUntilAccepted(blow, points + 1)) points += 1;
    expect(points).toBe(2);
  });
});

/** SQS brings the message of a worker that died, or failed, again after so long (milliseconds). */
const visibilityMs = 180_000;

/** False when fewer calls were made than would have led to the blow. */
async function brewToTheEnd(blow: Blow, nth: number): Promise<boolean> {
  const { clock, waiting, runs, work, stored } = await aStepWorker();
  const { worker, hasStruck } = striker(blow, nth);
  while (waiting.length > 0) {
    waiting.sort((a, b) => a.at - b.at);
    const { message, at } = waiting.shift() as Waiting;
    clock.set(Math.max(clock.now(), at));
    const { make, died } = worker();
    const end = await Promise.race([died, work(message, make).catch(() => 'failed')]);
    if (end === 'died' || end === 'failed') waiting.push({ message, at: clock.now() + visibilityMs });
  }
  const order = await stored();
  expect(order?.history.map(({ status }) => status)).toEqual(wholeHistory);
  expect(order).toMatchObject({ status: 'ready', version: wholeHistory.length });
  // A second run of the work has a higher fence; what was recorded is of one of them, and stayed.
  expect(runs).toEqual([...new Set(runs)].sort((a, b) => a - b));
  expect(order).toMatchObject({ results: { packing: { fence: runs.at(-1) } } });
  return hasStruck();
}

async function orderUntilAccepted(blow: Blow, nth: number): Promise<boolean> {
  const orders = new InMemoryOrderRepository();
  const rail = new InMemoryStepQueue();
  const ids = new NumberedOrderIds();
  const { worker, hasStruck } = striker(blow, nth);
  const ask = () => {
    const { make, died } = worker();
    const book = Object.assign(Object.create(orders), {
      create: (order: Parameters<typeof orders.create>[0]) => make(() => orders.create(order)),
      get: (id: string) => make(() => orders.get(id)),
    });
    const queue = { send: (due: Parameters<typeof rail.send>[0]) => make(() => rail.send(due)) };
    const deps = { task, orders: book, queue, ids, clock: new ManualClock(t0), speed: 1 };
    const placed = placeOrder(deps, 'shawn', { paper: 'matte', size: 'small' }, 'one key');
    return Promise.race([died, placed.catch(() => 'failed' as const)]);
  };
  let answer = await ask();
  while (typeof answer === 'string') answer = await ask();
  expect(['accepted', 'replayed']).toContain(answer.outcome);
  const { orders: placed } = await orders.listByOwner('shawn', { limit: 10 });
  expect(placed).toMatchObject([{ status: 'queued', version: 1 }]);
  expect(rail.sent.length).toBeGreaterThan(0);
  expect(new Set(rail.sent.map(({ message }) => message.orderId))).toEqual(new Set([placed[0]?.id]));
  return hasStruck();
}
