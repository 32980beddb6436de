import { isOpen, type Order } from '../../domain/order/order.ts';
import type {
  OpenOrders,
  OpenPage,
  OrderPage,
  OrderRepository,
  OverdueOrders,
  PageRequest,
} from '../../domain/ports.ts';

/** Keeps the promises of the ports in a Map: conditions, strong reads, newest first. */
export class InMemoryOrderRepository implements OrderRepository, OpenOrders, OverdueOrders {
  readonly #orders = new Map<string, Order>();

  get(id: string): Promise<Order | undefined> {
    return Promise.resolve(this.#orders.get(id));
  }

  create(order: Order): Promise<'created' | 'exists'> {
    if (this.#orders.has(order.id)) return Promise.resolve('exists');
    this.#orders.set(order.id, structuredClone(order));
    return Promise.resolve('created');
  }

  save(next: Order, previous: Order): Promise<'saved' | 'conflict'> {
    if (this.#orders.get(next.id)?.revision !== previous.revision) return Promise.resolve('conflict');
    this.#orders.set(next.id, structuredClone(next));
    return Promise.resolve('saved');
  }

  listByOwner(owner: string, { limit, after }: PageRequest): Promise<OrderPage> {
    const rest = [...this.#orders.values()]
      .filter((order) => order.owner === owner)
      .sort(newestFirst)
      .filter((order) => !after || newestFirst(after, order) < 0);
    return Promise.resolve(pageOf(rest, limit));
  }

  byOwner(owner: string, { limit, after }: PageRequest): Promise<OpenPage> {
    const rest = [...this.#orders.values()]
      .filter(isOpen)
      .filter((order) => order.owner === owner)
      .sort(newestFirst)
      .filter((order) => !after || newestFirst(after, order) < 0);
    return Promise.resolve(pageOf(rest, limit));
  }

  overdue(now: number, limit: number): Promise<readonly string[]> {
    const overdue = [...this.#orders.values()]
      .filter((order) => isOpen(order) && order.deadline <= now)
      .sort((a, b) => a.deadline - b.deadline);
    return Promise.resolve(overdue.slice(0, limit).map(({ id }) => id));
  }
}

function pageOf<One extends Order>(rest: readonly One[], limit: number) {
  const orders = rest.slice(0, limit);
  const last = orders.at(-1);
  return { orders, ...(last && rest.length > limit && { next: { createdAt: last.createdAt, id: last.id } }) };
}

function newestFirst(a: Pick<Order, 'createdAt' | 'id'>, b: Pick<Order, 'createdAt' | 'id'>): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
