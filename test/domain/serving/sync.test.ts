import { beforeEach, describe, expect, it } from 'vitest';
import { type CloudEvent, eventOf } from '../../../domain/order/events.ts';
import type { OpenOrder, Order } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { UnreadableOrderError } from '../../../domain/order/unreadable-order-error.ts';
import type { Position } from '../../../domain/ports.ts';
import { type Seen, type Syncing, sync } from '../../../domain/serving/sync.ts';
import { task } from '../../fakes/a-task.ts';
import { queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemorySockets } from '../../fakes/in-memory-sockets.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { captureLogs } from '../../lambdas/captured-logs.ts';

const day = 24 * 60 * 60 * 1000;
const idOf = (n: number) => `0197f3a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
let orders: InMemoryOrderRepository;

beforeEach(() => {
  orders = new InMemoryOrderRepository();
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

const budget = { page: 50, orders: 100, until: t0 + 5000 };

/** What a client hears that asks on until there is no more; `rounds` takes the number of each answer's events. */
async function ask(seen: Seen = {}, owner = 'shawn', more: Partial<Syncing> = {}, rounds: number[] = []) {
  const sockets = new InMemorySockets();
  const heard = sockets.open('c1') as CloudEvent[];
  const syncing = { task, orders, open: orders, sockets, clock: new ManualClock(t0), ...more };
  let after: Position | undefined;
  do {
    const before = heard.length;
    const first = after === undefined;
    const synced = await sync(syncing, { owner, connectionId: 'c1', ...(first && { seen }), after }, budget);
    after = synced.outcome === 'more' ? synced.after : undefined;
    rounds.push(heard.length - before);
  } while (after);
  return heard;
}
const ids = async (seen?: Seen) => (await ask(seen)).map(({ subject }) => subject);

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
    expect(await ask({ [idOf(1)]: 1 })).toMatchObject([{ id: `${idOf(1)}:2`, type: 'print.cancelled' }]);
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
    const open_ = { byOwner: () => Promise.resolve({ orders: [] }) };
    expect(await ask({ [idOf(1)]: 1 }, 'shawn', { open: open_ })).toEqual([eventOf(task, order)]);
  });

  it('tells an order once that is both open and seen', async () => {
    await open(1);
    expect(await ids({ [idOf(1)]: 0 })).toEqual([idOf(1)]);
  });

  it('tells 5,000 open orders, each once and the newest first, a hundred in each answer (fault 56)', async () => {
    for (let n = 1; n <= 5000; n++) await open(n);
    const rounds: number[] = [];
    const heard = await ask({}, 'shawn', {}, rounds);
    expect(heard.map(({ subject }) => subject)).toEqual(
      Array.from({ length: 5000 }, (_, n) => idOf(5000 - n)),
    );
    expect(rounds).toEqual(Array.from({ length: 50 }, () => 100));
  });

  it('begins no further page when its time is up', async () => {
    for (let n = 1; n <= 80; n++) await open(n);
    const rounds: number[] = [];
    await ask({}, 'shawn', { clock: new ManualClock(t0 + 5000) }, rounds);
    expect(rounds).toEqual([50, 30]);
  });

  it('goes on behind what it has told, whatever ends or comes meanwhile (P4)', async () => {
    for (let n = 1; n <= 150; n++) await open(n);
    const sockets = new InMemorySockets();
    const heard = sockets.open('c1') as CloudEvent[];
    const syncing = { task, orders, open: orders, sockets, clock: new ManualClock(t0) };
    const first = await sync(syncing, { owner: 'shawn', connectionId: 'c1' }, budget);
    if (first.outcome !== 'more') throw new Error('there should be more');
    const last = (await orders.get(idOf(51))) as OpenOrder;
    await orders.save(transition(last, { to: 'cancelled' }, t0), last);
    await open(151);
    const { after } = first;
    expect(await sync(syncing, { owner: 'shawn', connectionId: 'c1', after }, budget)).toEqual({
      outcome: 'told',
    });
    // The one that came is published to the connection.
    expect(new Set(heard.map(({ subject }) => subject)).size).toBe(150);
  });

  it('posts in lanes, never more than ten at once, and none once the client has gone', async () => {
    for (let n = 1; n <= 60; n++) await open(n);
    let [now, most, posts] = [0, 0, 0];
    const sockets = {
      ...new InMemorySockets(),
      async post() {
        posts += 1;
        now += 1;
        most = Math.max(most, now);
        await Promise.resolve();
        now -= 1;
        return posts > 20 ? ('gone' as const) : ('sent' as const);
      },
      close: () => Promise.resolve(),
    };
    const syncing = { task, orders, open: orders, sockets, clock: new ManualClock(t0) };
    const synced = await sync(syncing, { owner: 'shawn', connectionId: 'c1' }, budget);
    expect(synced).toEqual({ outcome: 'gone' });
    expect(most).toBe(10);
    expect(posts).toBeLessThan(40);
  });

  it('leaves out a seen order that cannot be read, and tells the others (fault 57)', async () => {
    captureLogs();
    await open(1);
    const get = orders.get.bind(orders);
    orders.get = (id) =>
      id === idOf(2) ? Promise.reject(new UnreadableOrderError(id, false, 'no history')) : get(id);
    expect(await ids({ [idOf(2)]: 1 })).toEqual([idOf(1)]);
  });
});
