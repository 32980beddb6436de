import { expect, it } from 'vitest';
import { readOrder } from '../../../domain/serving/read-order.ts';
import { queuedOrder } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';

const order = queuedOrder();

it("reads one's own order, and no other customer's: as if it did not exist (P5, fault 42)", async () => {
  const orders = new InMemoryOrderRepository();
  await orders.create(order);
  expect(await readOrder(orders, 'shawn', order.id)).toEqual(order);
  expect(await readOrder(orders, 'gus', order.id)).toBeUndefined();
  expect(await readOrder(orders, 'shawn', '0197f3a0-0000-7000-8000-0000000000ff')).toBeUndefined();
});
