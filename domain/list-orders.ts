import type { Order } from './order.ts';
import type { OrderBook, OrderPage, Position } from './ports.ts';

export interface ListRequest {
  /** 1 to 100. */
  readonly limit: number;
  readonly after?: Position;
  readonly status?: string;
}

/** How many orders one request looks at when it searches for a status: the rest comes with the next page. */
const maxExamined = 500;

/** Own orders, newest first. A page may hold fewer than `limit` although `next` says that there is more. */
export async function listOrders(orders: OrderBook, owner: string, request: ListRequest): Promise<OrderPage> {
  const { limit, status } = request;
  if (status === undefined) return orders.listByOwner(owner, { limit, ...afterOf(request.after) });
  const found: Order[] = [];
  let after = request.after;
  for (let examined = 0; examined < maxExamined; examined += 100) {
    const page = await orders.listByOwner(owner, { limit: 100, ...afterOf(after) });
    found.push(...page.orders.filter((order) => order.status === status));
    if (found.length > limit) return pageUpTo(found.slice(0, limit));
    if (!page.next) return { orders: found };
    after = page.next;
  }
  return { orders: found, ...(after && { next: after }) };
}

function pageUpTo(orders: readonly Order[]): OrderPage {
  const last = orders.at(-1);
  return { orders, ...(last && { next: { createdAt: last.createdAt, id: last.id } }) };
}

function afterOf(after: Position | undefined) {
  return after && { after };
}
