import type { Order } from '../order/order.ts';
import type { OrderRepository } from '../ports.ts';

/** Undefined also for another customer's order: nobody learns which ids exist. */
export async function readOrder(
  orders: OrderRepository,
  owner: string,
  id: string,
): Promise<Order | undefined> {
  const order = await orders.get(id);
  return order?.owner === owner ? order : undefined;
}
