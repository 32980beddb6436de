import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenOrder } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { type Placed, type Placing, placeOrder } from '../../../domain/serving/place-order.ts';
import { task } from '../../fakes/a-task.ts';
import { t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderBook } from '../../fakes/in-memory-order-repository.ts';
import { InMemorySlipRail } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { NumberedOrderIds } from '../../fakes/numbered-order-ids.ts';

const latte: object = { drink: 'latte', size: 'medium', name: 'Shawn' };
const down = { send: () => Promise.reject(new Error('the queue is down')) };

let placing: Placing & { orders: InMemoryOrderBook; slips: InMemorySlipRail; clock: ManualClock };

beforeEach(() => {
  placing = {
    task,
    orders: new InMemoryOrderBook(),
    slips: new InMemorySlipRail(),
    ids: new NumberedOrderIds(),
    clock: new ManualClock(t0),
    speed: 1,
  };
});

const place = (key?: string, request = latte, owner = 'shawn') => placeOrder(placing, owner, request, key);

function accepted(placed: Placed) {
  if (placed.outcome === 'key-reused') throw new Error(`the order was not accepted: ${placed.outcome}`);
  return placed.order;
}

async function stored(id: string): Promise<OpenOrder> {
  return (await placing.orders.get(id)) as OpenOrder;
}

async function owned(owner = 'shawn') {
  return (await placing.orders.listByOwner(owner, { limit: 100 })).orders;
}

describe('placing an order', () => {
  it('writes it down as queued, with the recipe as it is now, and sends the slip of its first step', async () => {
    const order = accepted(await place());
    expect(await stored(order.id)).toEqual(order);
    expect(order).toMatchObject({
      owner: 'shawn',
      request: { drink: 'latte', size: 'medium', name: 'Shawn' },
      status: 'queued',
      step: 0,
      version: 1,
      revision: 1,
      progress: 0,
      createdAt: t0,
      updatedAt: t0,
      sweeps: 0,
      history: [{ status: 'queued', at: t0 }],
      results: {},
    });
    expect(order.steps.map(({ status }) => status)).toEqual([
      'grinding',
      'brewing',
      'steaming',
      'pouring',
      'labelling',
    ]);
    expect(placing.slips.sent).toEqual([
      { slip: { v: 1, orderId: order.id, step: 1, hops: 0 }, delaySeconds: 0 },
    ]);
  });

  it('has a deadline that lies beyond its recipe', async () => {
    const order = accepted(await place());
    expect(order.deadline).toBeGreaterThan(t0 + 19_000);
  });

  it('keeps no name when none was given', async () => {
    expect(accepted(await place(undefined, { drink: 'latte', size: 'small' }))).not.toHaveProperty('name');
  });

  it('brews at the speed of the shop', async () => {
    placing = { ...placing, speed: 2 };
    expect(accepted(await place()).steps[0]).toMatchObject({ status: 'grinding', seconds: 2 });
  });

  it('has written the row before the slip is sent: no slip without an order (fault 12)', async () => {
    const seen: unknown[] = [];
    const send = async ({ slip }: { slip: { orderId: string } }) => {
      seen.push(await placing.orders.get(slip.orderId));
    };
    await placeOrder({ ...placing, slips: { send } }, 'shawn', latte);
    expect(seen).toMatchObject([{ status: 'queued' }]);
  });

  it('ends an order that it cannot take: it is not brewed when its customer has ordered again (fault 15)', async () => {
    await expect(placeOrder({ ...placing, slips: down }, 'shawn', latte)).rejects.toThrow('queue');
    const [order] = await owned();
    expect(order).toMatchObject({ status: 'failed', failure: { title: 'Not accepted' }, version: 2 });
    expect(order).not.toHaveProperty('redrivable');
  });

  it('rejects with what failed first when the order cannot be ended either', async () => {
    const { orders } = placing;
    const broken = { get: () => Promise.reject(new Error('the table is down')) };
    const failing = Object.assign(Object.create(orders), { create: orders.create.bind(orders), ...broken });
    const placed = placeOrder({ ...placing, orders: failing, slips: down }, 'shawn', latte);
    await expect(placed).rejects.toThrow('the queue is down');
  });

  it('replays nothing without a key: a row that is there is of its own write, whose answer was lost', async () => {
    const { orders } = placing;
    const create = async (order: OpenOrder) => {
      await orders.create(order);
      return 'exists' as const;
    };
    const lossy = Object.assign(Object.create(orders), { create, get: orders.get.bind(orders) });
    expect(await placeOrder({ ...placing, orders: lossy }, 'shawn', latte)).toMatchObject({
      outcome: 'accepted',
    });
    expect(placing.slips.sent).toHaveLength(1);
  });

  it('makes two orders of the same request without a key', async () => {
    await place();
    await place();
    expect(await owned()).toHaveLength(2);
  });
});

describe('an idempotency key', () => {
  it('gives the same order for the same request, and says that it was there', async () => {
    const first = await place('k1');
    expect(first.outcome).toBe('accepted');
    expect(await place('k1')).toEqual({ ...first, outcome: 'replayed' });
    expect(await owned()).toHaveLength(1);
  });

  it('gives the order as it is now, and sends no slip once it is under way', async () => {
    const { id } = accepted(await place('k1'));
    const order = await stored(id);
    await placing.orders.save(transition(order, { to: 'next' }, t0), order);
    expect(accepted(await place('k1'))).toMatchObject({ id, status: 'grinding', version: 2 });
    expect(placing.slips.sent).toHaveLength(1);
  });

  it('repairs a crash between row and slip: the slip is sent again while the order is queued (fault 12)', async () => {
    await expect(placeOrder({ ...placing, slips: down }, 'shawn', latte, 'k1')).rejects.toThrow('queue');
    const order = accepted(await place('k1'));
    expect(placing.slips.sent).toMatchObject([{ slip: { orderId: order.id, step: 1 } }]);
    expect(await owned()).toHaveLength(1);
  });

  it('rejects, rather than accepting, as long as the slip cannot be sent (fault 15)', async () => {
    const broken = { ...placing, slips: down };
    await expect(placeOrder(broken, 'shawn', latte, 'k1')).rejects.toThrow('queue');
    await expect(placeOrder(broken, 'shawn', latte, 'k1')).rejects.toThrow('queue');
    expect(await owned()).toMatchObject([{ status: 'queued' }]);
  });

  it.each<[string, object]>([
    ['drink', { ...latte, drink: 'espresso' }],
    ['size', { ...latte, size: 'large' }],
    ['name', { ...latte, name: 'Lassiter' }],
    ['no name', { drink: 'latte', size: 'medium' }],
  ])('is refused for another %s (fault 45)', async (_, other) => {
    const first = accepted(await place('k1'));
    expect(await place('k1', other)).toEqual({ outcome: 'key-reused' });
    expect(await stored(first.id)).toEqual(first);
    expect(placing.slips.sent).toHaveLength(1);
  });

  it('belongs to its owner: two customers with the same key have two orders (fault 46)', async () => {
    const mine = accepted(await place('k1'));
    const theirs = accepted(await place('k1', latte, 'gus'));
    expect(theirs.id).not.toBe(mine.id);
    expect(await owned('gus')).toMatchObject([{ owner: 'gus' }]);
  });

  it('gives one order to 50 requests at once (fault 44)', async () => {
    const placed = await Promise.all(Array.from({ length: 50 }, () => place('k1')));
    expect(new Set(placed.map((one) => accepted(one).id)).size).toBe(1);
    expect(await owned()).toHaveLength(1);
  });

  it('rejects when the order is removed in the very moment of asking', async () => {
    await place('k1');
    const vanishing = { ...placing.orders, create: () => Promise.resolve('exists' as const) };
    const orders = Object.assign(Object.create(placing.orders), vanishing, {
      get: () => Promise.resolve(undefined),
    });
    await expect(placeOrder({ ...placing, orders }, 'shawn', latte, 'k1')).rejects.toThrow('gone');
  });
});
