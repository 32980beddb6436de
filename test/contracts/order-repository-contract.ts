import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenOrder, Order } from '../../domain/order/order.ts';
import { transition } from '../../domain/order/transition.ts';
import type { OrderPage, OrderRepository, PageRequest } from '../../domain/ports.ts';
import { orderAtStep, queuedOrder, t0 } from '../fakes/an-order.ts';
import { orderInEveryStatus } from '../fakes/order-in-every-status.ts';

const anyObject = fc.dictionary(fc.string(), fc.jsonValue());
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** What the domain relies on, of every order repository. */
export function orderRepositoryContract(name: string, open: () => OrderRepository): void {
  describe(`the order repository ${name}`, () => {
    let repository: OrderRepository;
    let owner: string;

    beforeEach(() => {
      repository = open();
      owner = randomUUID();
    });

    const newOrder = (fields: Parameters<typeof queuedOrder>[0] = {}) =>
      queuedOrder({ id: randomUUID(), owner, ...fields });

    async function placed(count: number): Promise<Order[]> {
      const orders = Array.from({ length: count }, (_, n) => newOrder({ createdAt: t0 + n * 1000 }));
      await Promise.all(orders.map((order) => repository.create(order)));
      return orders.reverse();
    }

    async function pages(request: PageRequest): Promise<string[][]> {
      const found: string[][] = [];
      let page: OrderPage | undefined;
      do {
        page = await repository.listByOwner(owner, { ...request, ...(page?.next && { after: page.next }) });
        if (page.orders.length > 0) found.push(page.orders.map(({ id }) => id));
      } while (page.next);
      return found;
    }

    it('gives back what was created, at once', async () => {
      const order = newOrder({
        request: { paper: 'matte', size: 'small', name: 'Zoë ☕' },
        results: { packing: { deep: [1, 'two', null, true] } },
      });
      expect(await repository.create(order)).toBe('created');
      expect(await repository.get(order.id)).toEqual(order);
    });

    it('keeps any JSON exactly: what JSON.parse gives back is what comes back (fault 58)', async () => {
      await fc.assert(
        fc.asyncProperty(fc.jsonValue({ maxDepth: 40 }), anyObject, async (value, request) => {
          const result = JSON.parse(JSON.stringify(value));
          const order = newOrder({
            request: JSON.parse(JSON.stringify(request)),
            results: { packing: result },
          });
          await repository.create(order);
          expect(await repository.get(order.id)).toEqual(order);
        }),
        {
          numRuns: 50,
          examples: [
            [1e300, {}],
            [{ '': -0 }, { '': 1, prototype: 2 }],
            [JSON.parse('{"__proto__":1,"constructor":{}}'), JSON.parse('{"__proto__":{"a":1}}')],
            [JSON.parse(nested(40)), { deep: JSON.parse(nested(40)) }],
          ],
        },
      );
    });

    it.each(orderInEveryStatus)('keeps every field of an order that is $status', async (order) => {
      const first = newOrder();
      const next: Order = { ...order, id: first.id, owner };
      await repository.create(first);
      expect(await repository.save(next, first)).toBe('saved');
      expect(await repository.get(first.id)).toEqual(next);
    });

    it('keeps lease and checkpoint', async () => {
      const order = {
        ...orderAtStep(3),
        id: randomUUID(),
        lease: { fence: 7, until: t0 },
        checkpoint: { page: 2 },
      };
      await repository.create(order);
      expect(await repository.get(order.id)).toEqual(order);
    });

    it('has nothing under an id that was never used', async () => {
      expect(await repository.get(randomUUID())).toBeUndefined();
    });

    it('creates once, and overwrites nothing', async () => {
      const order = newOrder();
      await repository.create(order);
      expect(await repository.create({ ...order, owner: 'somebody else' })).toBe('exists');
      expect(await repository.get(order.id)).toEqual(order);
    });

    it('creates one of many at the same time (fault 44)', async () => {
      const order = newOrder();
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => repository.create(order)));
      expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
    });

    it('saves what was decided on the stored order, and not what was decided on an older one (fault 23)', async () => {
      const order = newOrder();
      await repository.create(order);
      const developing = transition(order, { to: 'next' }, t0);
      expect(await repository.save(developing, order)).toBe('saved');
      expect(await repository.save(transition(order, { to: 'cancelled' }, t0), order)).toBe('conflict');
      expect(await repository.get(order.id)).toEqual(developing);
      expect(
        await repository.save(transition(developing as OpenOrder, { to: 'cancelled' }, t0), developing),
      ).toBe('saved');
    });

    it('saves one of two at the same time (fault 2)', async () => {
      const order = newOrder();
      await repository.create(order);
      const next = transition(order, { to: 'next' }, t0);
      const outcomes = await Promise.all([repository.save(next, order), repository.save(next, order)]);
      expect(outcomes.sort()).toEqual(['conflict', 'saved']);
    });

    it('tells writes apart that change no version: leases', async () => {
      const order = newOrder();
      await repository.create(order);
      expect(await repository.save({ ...order, revision: 2 }, order)).toBe('saved');
      expect(await repository.save({ ...order, revision: 2 }, order)).toBe('conflict');
    });

    it('does not save an order that is gone: no resurrection (fault 30)', async () => {
      const order = newOrder();
      expect(await repository.save(transition(order, { to: 'next' }, t0), order)).toBe('conflict');
      expect(await repository.get(order.id)).toBeUndefined();
    });

    it("lists an owner's orders, the newest first, and nobody else's (P5)", async () => {
      const orders = await placed(3);
      await repository.create(newOrder({ owner: `${owner}x`, createdAt: t0 + 500 }));
      expect((await repository.listByOwner(owner, { limit: 100 })).orders).toEqual(orders);
      expect(await repository.listByOwner('nobody', { limit: 100 })).toEqual({ orders: [] });
    });

    it('lists orders as they are now', async () => {
      const [order] = (await placed(1)) as [OpenOrder];
      const cancelled = transition(order, { to: 'cancelled' }, t0);
      await repository.save(cancelled, order);
      expect((await repository.listByOwner(owner, { limit: 1 })).orders).toEqual([cancelled]);
    });

    it('lists page by page, each order once', async () => {
      const ids = (await placed(5)).map(({ id }) => id);
      expect(await pages({ limit: 2 })).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    });

    it('lists more than a hundred', async () => {
      const ids = (await placed(230)).map(({ id }) => id);
      const found = await pages({ limit: 100 });
      expect(found.flat()).toEqual(ids);
      expect(found[0]).toHaveLength(100);
    });

    it('orders placed in the same millisecond each have a place of their own', async () => {
      const orders = Array.from({ length: 5 }, () => newOrder());
      for (const order of orders) await repository.create(order);
      const ids = orders.map(({ id }) => id).sort();
      expect((await pages({ limit: 2 })).flat()).toEqual(ids.reverse());
    });

    it('goes on where a page ended though newer orders came in between', async () => {
      const ids = (await placed(4)).map(({ id }) => id);
      const first = await repository.listByOwner(owner, { limit: 2 });
      await repository.create(newOrder({ createdAt: t0 + 60_000 }));
      const second = await repository.listByOwner(owner, {
        limit: 2,
        ...(first.next && { after: first.next }),
      });
      expect([...first.orders, ...second.orders].map(({ id }) => id)).toEqual(ids);
    });

    it('goes on from places at which no order is: the first and the last there can be', async () => {
      const orders = await placed(2);
      const at = (createdAt: number) =>
        repository.listByOwner(owner, { limit: 10, after: { createdAt, id: randomUUID() } });
      expect((await at(Date.UTC(9999, 11, 31))).orders).toEqual(orders);
      expect((await at(0)).orders).toEqual([]);
    });
  });
}
