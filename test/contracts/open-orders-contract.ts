import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { isFailed, type OpenOrder, type Order } from '../../domain/order/order.ts';
import { transition } from '../../domain/order/transition.ts';
import type { OpenOrders, OpenPage, OrderRepository } from '../../domain/ports.ts';
import { redriven } from '../../domain/steps/redriven.ts';
import { queuedOrder, t0 } from '../fakes/an-order.ts';

/** What `sync` relies on, of every index of open orders by owner. */
export function openOrdersContract(
  name: string,
  openRepositories: () => { orders: OrderRepository; open: OpenOrders },
): void {
  describe(`the open orders ${name}`, () => {
    let orders: OrderRepository;
    let open: OpenOrders;
    let owner: string;

    beforeEach(() => {
      ({ orders, open } = openRepositories());
      owner = randomUUID();
    });

    const newOrder = (fields: Parameters<typeof queuedOrder>[0] = {}) =>
      queuedOrder({ id: randomUUID(), owner, ...fields });

    async function all(of: string, limit = 100): Promise<readonly OpenOrder[]> {
      const found: OpenOrder[] = [];
      let page: OpenPage | undefined;
      do {
        page = await open.byOwner(of, { limit, ...(page?.next && { after: page.next }) });
        found.push(...page.orders);
      } while (page.next);
      return found;
    }

    async function placed(count: number): Promise<Order[]> {
      const made = Array.from({ length: count }, (_, n) => newOrder({ createdAt: t0 + n }));
      await Promise.all(made.map((order) => orders.create(order)));
      return made.reverse();
    }

    it("are an owner's own, the newest first, however old they are (P5)", async () => {
      const year = 365 * 24 * 60 * 60 * 1000;
      const [recent, old] = [newOrder(), newOrder({ createdAt: t0 - year })];
      for (const order of [old, recent, newOrder({ owner: `${owner}x` })]) await orders.create(order);
      expect(await all(owner)).toEqual([recent, old]);
      expect(await all('nobody')).toEqual([]);
    });

    it('are as they are now', async () => {
      const order = newOrder();
      await orders.create(order);
      const developing = transition(order, { to: 'next' }, t0);
      await orders.save(developing, order);
      expect(await all(owner)).toEqual([developing]);
    });

    it('are none that has ended, unless it was redriven', async () => {
      const order = newOrder();
      await orders.create(order);
      const failure = { title: 'no', detail: 'no' };
      const failed = transition(order, { to: 'failed', failure, redrivable: true }, t0);
      await orders.save(failed, order);
      expect(await all(owner)).toEqual([]);
      if (!isFailed(failed)) throw new Error('it should have failed');
      const again = redriven(failed, t0);
      await orders.save(again, failed);
      expect(await all(owner)).toEqual([again]);
    });

    it('are found all, also more than a hundred', async () => {
      const orders = await placed(230);
      expect(await all(owner)).toEqual(orders);
    });

    it('come page by page, each once, also when those that were told end meanwhile', async () => {
      const [newest, ...others] = await placed(5);
      const first = await open.byOwner(owner, { limit: 2 });
      expect(first.orders).toEqual([newest, others[0]]);
      const told = first.orders.at(-1) as OpenOrder;
      await orders.save(transition(told, { to: 'cancelled' }, t0), told);
      const rest = await open.byOwner(owner, { limit: 10, ...(first.next && { after: first.next }) });
      expect(rest.orders).toEqual(others.slice(1));
      expect(rest).not.toHaveProperty('next');
    });
  });
}
