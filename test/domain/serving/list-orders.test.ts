import { describe, expect, it, vi } from 'vitest';
import type { Order } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { listOrders } from '../../../domain/serving/list-orders.ts';
import { queuedOrder, t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';

const idOf = (n: number) => `0197f3a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** Order number n, a second after the one before; every `nth` is cancelled. */
async function bookOf(
  count: number,
  nthCancelled = Number.POSITIVE_INFINITY,
): Promise<InMemoryOrderRepository> {
  const book = new InMemoryOrderRepository();
  for (let n = 1; n <= count; n++) {
    const order = queuedOrder({ id: idOf(n), createdAt: t0 + n * 1000 });
    await book.create(order);
    if (n % nthCancelled === 0) await book.save(transition(order, { to: 'cancelled' }, t0), order);
  }
  return book;
}

const numbers = (orders: readonly Order[]) => orders.map((order) => Number(order.id.slice(-12)));

/** Everything, page by page. */
async function all(book: InMemoryOrderRepository, request: Parameters<typeof listOrders>[2]) {
  const pages: number[][] = [];
  let page = await listOrders({ orders: book, open: book }, 'shawn', request);
  pages.push(numbers(page.orders));
  while (page.next) {
    page = await listOrders({ orders: book, open: book }, 'shawn', { ...request, after: page.next });
    pages.push(numbers(page.orders));
  }
  return pages;
}

describe('the list of orders', () => {
  it('has the newest first and says where it goes on', async () => {
    expect(await all(await bookOf(5), { limit: 2 })).toEqual([[5, 4], [3, 2], [1]]);
  });

  it("holds no other customer's orders", async () => {
    const book = await bookOf(2);
    expect(await listOrders({ orders: book, open: book }, 'gus', { limit: 10 })).toEqual({ orders: [] });
    expect(
      (await listOrders({ orders: book, open: book }, 'gus', { limit: 10, status: 'queued' })).orders,
    ).toEqual([]);
  });

  it('by status holds only those, on pages of the size asked for', async () => {
    expect(await all(await bookOf(10, 2), { limit: 2, status: 'cancelled' })).toEqual([[10, 8], [6, 4], [2]]);
  });

  it('by status finds every order among hundreds, once', async () => {
    const pages = await all(await bookOf(230, 7), { limit: 10, status: 'cancelled' });
    const expected = Array.from({ length: 32 }, (_, n) => (32 - n) * 7);
    expect(pages.flat()).toEqual(expected);
    expect(pages.every((page) => page.length <= 10)).toBe(true);
  });

  it('by status does not end early when exactly a page of them is found', async () => {
    expect(await all(await bookOf(4, 2), { limit: 2, status: 'cancelled' })).toEqual([[4, 2]]);
  });

  it('looks at a hundred orders in one request at most: a page may be short, or empty, and says where it goes on', async () => {
    const book = await bookOf(250, 250);
    const looked = vi.spyOn(book, 'listByOwner');
    expect(await all(book, { limit: 10, status: 'cancelled' })).toEqual([[250], [], []]);
    expect(looked.mock.calls.map(([, { limit }]) => limit)).toEqual([100, 100, 100]);
  });

  it('by the status of an open order looks at open orders alone', async () => {
    const book = await bookOf(300, 1);
    const order = queuedOrder({ id: idOf(0), createdAt: t0 });
    await book.create(order);
    const looked = vi.spyOn(book, 'listByOwner');
    expect(await all(book, { limit: 10, status: 'queued' })).toEqual([[0]]);
    expect(looked).not.toHaveBeenCalled();
  });
});
