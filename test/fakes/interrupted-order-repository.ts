import type { Order } from '../../domain/order/order.ts';
import type { OrderPage, OrderRepository, PageRequest } from '../../domain/ports.ts';

/** Passes everything on, but for saves while the connection is `broken`. */
export class InterruptedOrderRepository implements OrderRepository {
  /** `before`: a save does not reach the table. `after`: it takes effect, and its answer is lost. */
  broken: 'before' | 'after' | undefined;
  /** What a save waits for before it reaches the table. */
  delay: () => Promise<void> = () => Promise.resolve();
  readonly #orders: OrderRepository;

  constructor(orders: OrderRepository) {
    this.#orders = orders;
  }

  get(id: string): Promise<Order | undefined> {
    return this.#orders.get(id);
  }

  create(order: Parameters<OrderRepository['create']>[0]): Promise<'created' | 'exists'> {
    return this.#orders.create(order);
  }

  async save(next: Order, previous: Order): Promise<'saved' | 'conflict'> {
    await this.delay();
    if (this.broken === 'before') throw new Error('the table cannot be reached');
    const saved = await this.#orders.save(next, previous);
    if (this.broken === 'after') throw new Error('the answer of the table was lost');
    return saved;
  }

  listByOwner(owner: string, page: PageRequest): Promise<OrderPage> {
    return this.#orders.listByOwner(owner, page);
  }
}
