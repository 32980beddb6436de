import { beforeEach, describe, expect, it } from 'vitest';
import { eventOf } from '../../domain/events.ts';
import type { OpenOrder, Order } from '../../domain/order.ts';
import { sync } from '../../domain/sync.ts';
import { transition } from '../../domain/transition.ts';
import { task } from '../fakes/a-task.ts';
import { queuedOrder, t0 } from '../fakes/an-order.ts';
import { InMemoryOrderBook } from '../fakes/in-memory-order-book.ts';

const day = 24 * 60 * 60 * 1000;
const idOf = (n: number) => `0197f3a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
let orders: InMemoryOrderBook;

beforeEach(() => {
  orders = new InMemoryOrderBook();
});

async function open(n: number, fields: Parameters<typeof queuedOrder>[0] = {}): Promise<OpenOrder> {
  const order = queuedOrder({ id: idOf(n), createdAt: t0 + n, ...fields });
  await orders.create(order);
  return order;
}

async function cancelled(n: number, fields: Parameters<typeof queuedOrder>[0] = {}): Promise<Order> {
  const order = await open(n, fields);
  const ended = transition(order, { to: 'cancelled' }, t0);
  await orders.save(ended, order);
  return ended;
}

const ask = (seen: Record<string, number> = {}, owner = 'shawn') =>
  sync({ task, orders, open: orders }, owner, seen);
const ids = async (seen?: Record<string, number>) => (await ask(seen)).map(({ subject }) => subject);

describe('sync', () => {
  it('gives the current event of every open order', async () => {
    const order = await open(1);
    await cancelled(2);
    expect(await ask()).toEqual([eventOf(task, order)]);
  });

  it('gives an open order also when its version was seen: the event may have been lost on the way', async () => {
    await open(1);
    expect(await ids({ [idOf(1)]: 1 })).toEqual([idOf(1)]);
  });

  it('gives an ended order that was seen with an older version, once (P4, fault 31)', async () => {
    await cancelled(1);
    expect(await ask({ [idOf(1)]: 1 })).toMatchObject([{ id: `${idOf(1)}:2`, type: 'coffee.cancelled' }]);
    expect(await ids({ [idOf(1)]: 2 })).toEqual([]);
    expect(await ids({ [idOf(1)]: 3 })).toEqual([]);
  });

  it("gives nothing of another customer's order, seen or not (P5)", async () => {
    await open(1);
    await cancelled(2);
    expect(await ask({ [idOf(1)]: 0, [idOf(2)]: 0 }, 'gus')).toEqual([]);
  });

  it('bears ids of no order at all', async () => {
    expect(await ids({ [idOf(9)]: 1 })).toEqual([]);
  });

  it('finds open orders among hundreds of ended ones', async () => {
    await open(0);
    for (let n = 1; n <= 250; n++) await cancelled(n);
    expect(await ids()).toEqual([idOf(0)]);
  });

  it('finds an order that has been open for weeks', async () => {
    await open(1, { createdAt: t0 - 25 * day });
    expect(await ids()).toEqual([idOf(1)]);
  });

  it('finds an order that is missing in the index for a moment, when it is seen (fault 25)', async () => {
    const order = await open(1);
    const lagging = { byOwner: () => Promise.resolve([]) };
    expect(await sync({ task, orders, open: lagging }, 'shawn', { [idOf(1)]: 1 })).toEqual([
      eventOf(task, order),
    ]);
  });
});
