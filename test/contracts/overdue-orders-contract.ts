import { beforeEach, describe, expect, it } from 'vitest';
import { transition } from '../../domain/order/transition.ts';
import type { OrderRepository, OverdueOrders } from '../../domain/ports.ts';
import { queuedOrder, t0 } from '../fakes/an-order.ts';

const idOf = (n: number) => `0197f3a0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** What the sweeper relies on, of every index of open orders. */
export function overdueOrdersContract(
  name: string,
  open: () => Promise<{ orders: OrderRepository; overdue: OverdueOrders }>,
): void {
  describe(`the overdue orders ${name}`, () => {
    let orders: OrderRepository;
    let overdue: OverdueOrders;

    beforeEach(async () => {
      ({ orders, overdue } = await open());
    });

    const place = (n: number, deadline = t0 + n) => orders.create(queuedOrder({ id: idOf(n), deadline }));

    it('are those whose deadline has come, the longest overdue first', async () => {
      for (const n of [3, 1, 4, 2]) await place(n);
      expect(await overdue.overdue(t0 + 3, 100)).toEqual([idOf(1), idOf(2), idOf(3)]);
      expect(await overdue.overdue(t0, 100)).toEqual([]);
    });

    it('are found whatever their ids are', async () => {
      for (let n = 1; n <= 40; n++) await place(n);
      expect(await overdue.overdue(t0 + 40, 400)).toHaveLength(40);
    });

    it('are open ones only', async () => {
      await place(1);
      await place(2);
      const order = queuedOrder({ id: idOf(1), deadline: t0 + 1 });
      await orders.save(transition(order, { to: 'cancelled' }, t0), order);
      expect(await overdue.overdue(t0 + 2, 100)).toEqual([idOf(2)]);
    });

    it('are no longer overdue once they have a new deadline', async () => {
      await place(1);
      const order = queuedOrder({ id: idOf(1), deadline: t0 + 1 });
      await orders.save({ ...order, revision: 2, deadline: t0 + 10 }, order);
      expect(await overdue.overdue(t0 + 9, 100)).toEqual([]);
      expect(await overdue.overdue(t0 + 10, 100)).toEqual([idOf(1)]);
    });

    it('are not more than asked for', async () => {
      for (let n = 1; n <= 40; n++) await place(n);
      expect((await overdue.overdue(t0 + 40, 8)).length).toBeLessThanOrEqual(8);
    });
  });
}
