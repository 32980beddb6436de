import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenOrder } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { type Placed, type PlaceOrderDeps, placeOrder } from '../../../domain/serving/place-order.ts';
import { task } from '../../fakes/a-task.ts';
import { t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { NumberedOrderIds } from '../../fakes/numbered-order-ids.ts';

const matte: object = { paper: 'matte', size: 'medium', name: 'Shawn' };
const down = { send: () => Promise.reject(new Error('the queue is down')) };

let deps: PlaceOrderDeps & { orders: InMemoryOrderRepository; queue: InMemoryStepQueue; clock: ManualClock };

beforeEach(() => {
  deps = {
    task,
    orders: new InMemoryOrderRepository(),
    queue: new InMemoryStepQueue(),
    ids: new NumberedOrderIds(),
    clock: new ManualClock(t0),
    speed: 1,
  };
});

const place = (key?: string, request = matte, owner = 'shawn') => placeOrder(deps, owner, request, key);

function accepted(placed: Placed) {
  if (placed.outcome === 'key-reused') throw new Error(`the order was not accepted: ${placed.outcome}`);
  return placed.order;
}

async function stored(id: string): Promise<OpenOrder> {
  return (await deps.orders.get(id)) as OpenOrder;
}

async function owned(owner = 'shawn') {
  return (await deps.orders.listByOwner(owner, { limit: 100 })).orders;
}

describe('placing an order', () => {
  it('writes it down as queued, with the recipe as it is now, and sends the message of its first step', async () => {
    const order = accepted(await place());
    expect(await stored(order.id)).toEqual(order);
    expect(order).toMatchObject({
      owner: 'shawn',
      request: { paper: 'matte', size: 'medium', name: 'Shawn' },
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
      'developing',
      'printing',
      'drying',
      'cutting',
      'packing',
    ]);
    expect(deps.queue.sent).toEqual([
      { message: { v: 2, orderId: order.id, step: 1, requeues: 0 }, delaySeconds: 0 },
    ]);
  });

  it('has a deadline that lies beyond its recipe', async () => {
    const order = accepted(await place());
    expect(order.deadline).toBeGreaterThan(t0 + 19_000);
  });

  it('keeps no name when none was given', async () => {
    expect(accepted(await place(undefined, { paper: 'matte', size: 'small' }))).not.toHaveProperty('name');
  });

  it('goes at the speed that it is told', async () => {
    deps = { ...deps, speed: 2 };
    expect(accepted(await place()).steps[0]).toMatchObject({ status: 'developing', seconds: 2 });
  });

  it('has written the row before the message is sent: no message without an order (fault 12)', async () => {
    const seen: unknown[] = [];
    const send = async ({ message }: { message: { orderId: string } }) => {
      seen.push(await deps.orders.get(message.orderId));
    };
    await placeOrder({ ...deps, queue: { send } }, 'shawn', matte);
    expect(seen).toMatchObject([{ status: 'queued' }]);
  });

  it('ends an order that it cannot take: it is not handled when its customer has ordered again (fault 15)', async () => {
    await expect(placeOrder({ ...deps, queue: down }, 'shawn', matte)).rejects.toThrow('queue');
    const [order] = await owned();
    expect(order).toMatchObject({ status: 'failed', failure: { title: 'Not accepted' }, version: 2 });
    expect(order).not.toHaveProperty('redrivable');
  });

  it('rejects with what failed first when the order cannot be ended either', async () => {
    const { orders } = deps;
    const broken = { get: () => Promise.reject(new Error('the table is down')) };
    const failing = Object.assign(Object.create(orders), { create: orders.create.bind(orders), ...broken });
    const placed = placeOrder({ ...deps, orders: failing, queue: down }, 'shawn', matte);
    await expect(placed).rejects.toThrow('the queue is down');
  });

  it('replays nothing without a key: a row that is there is of its own write, whose answer was lost', async () => {
    const { orders } = deps;
    const create = async (order: OpenOrder) => {
      await orders.create(order);
      return 'exists' as const;
    };
    const lossy = Object.assign(Object.create(orders), { create, get: orders.get.bind(orders) });
    expect(await placeOrder({ ...deps, orders: lossy }, 'shawn', matte)).toMatchObject({
      outcome: 'accepted',
    });
    expect(deps.queue.sent).toHaveLength(1);
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

  it('gives the order as it is now, and sends no message once it is under way', async () => {
    const { id } = accepted(await place('k1'));
    const order = await stored(id);
    await deps.orders.save(transition(order, { to: 'next' }, t0), order);
    expect(accepted(await place('k1'))).toMatchObject({ id, status: 'developing', version: 2 });
    expect(deps.queue.sent).toHaveLength(1);
  });

  it('repairs a crash between row and message: the message is sent again while the order is queued (fault 12)', async () => {
    await expect(placeOrder({ ...deps, queue: down }, 'shawn', matte, 'k1')).rejects.toThrow('queue');
    const order = accepted(await place('k1'));
    expect(deps.queue.sent).toMatchObject([{ message: { orderId: order.id, step: 1 } }]);
    expect(await owned()).toHaveLength(1);
  });

  it('rejects, rather than accepting, as long as the message cannot be sent (fault 15)', async () => {
    const broken = { ...deps, queue: down };
    await expect(placeOrder(broken, 'shawn', matte, 'k1')).rejects.toThrow('queue');
    await expect(placeOrder(broken, 'shawn', matte, 'k1')).rejects.toThrow('queue');
    expect(await owned()).toMatchObject([{ status: 'queued' }]);
  });

  it.each<[string, object]>([
    ['paper', { ...matte, paper: 'glossy' }],
    ['size', { ...matte, size: 'large' }],
    ['name', { ...matte, name: 'Lassiter' }],
    ['no name', { paper: 'matte', size: 'medium' }],
  ])('is refused for another %s (fault 45)', async (_, other) => {
    const first = accepted(await place('k1'));
    expect(await place('k1', other)).toEqual({ outcome: 'key-reused' });
    expect(await stored(first.id)).toEqual(first);
    expect(deps.queue.sent).toHaveLength(1);
  });

  it('belongs to its owner: two customers with the same key have two orders (fault 46)', async () => {
    const mine = accepted(await place('k1'));
    const theirs = accepted(await place('k1', matte, 'gus'));
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
    const vanishing = { ...deps.orders, create: () => Promise.resolve('exists' as const) };
    const orders = Object.assign(Object.create(deps.orders), vanishing, {
      get: () => Promise.resolve(undefined),
    });
    await expect(placeOrder({ ...deps, orders }, 'shawn', matte, 'k1')).rejects.toThrow('gone');
  });
});
