import type { OrderRepository } from '../../domain/ports.ts';

/** The same book, but `write` comes between somebody's read and their first save. */
export function racing(orders: OrderRepository, write: () => Promise<unknown>): OrderRepository {
  let isRaced = false;
  return {
    get: (id) => orders.get(id),
    create: (order) => orders.create(order),
    listByOwner: (owner, page) => orders.listByOwner(owner, page),
    async save(next, previous) {
      if (!isRaced) {
        isRaced = true;
        await write();
      }
      return orders.save(next, previous);
    },
  };
}
