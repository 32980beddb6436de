import type { Order } from '../order/order.ts';
import type { OpenOrders, OrderPage, OrderRepository, PageRequest, Position } from '../ports.ts';

export interface Listing {
  readonly orders: OrderRepository;
  readonly open: OpenOrders;
}

export interface ListRequest {
  /** 1 to 100. */
  readonly limit: number;
  readonly after?: Position;
  readonly status?: string;
}

/** How many orders one request looks at when it searches for a status: the rest comes with the next page. */
const maxExamined = 100;

const ends: readonly string[] = ['ready', 'failed', 'cancelled'];

/** Own orders, newest first. A page may hold fewer than `limit`, or none, although `next` says that there is more. */
export async function listOrders(listing: Listing, owner: string, request: ListRequest): Promise<OrderPage> {
  const { limit, status, after } = request;
  const place = after && { after };
  if (status === undefined) return listing.orders.listByOwner(owner, { limit, ...place });
  const page = await candidates(listing, owner, status, { limit: maxExamined, ...place });
  const found = page.orders.filter((order) => order.status === status);
  return found.length > limit ? upTo(found.slice(0, limit)) : { ...page, orders: found };
}

/** Open orders are few among all that were ever ordered, and have an index of their own. */
function candidates(
  { orders, open }: Listing,
  owner: string,
  status: string,
  page: PageRequest,
): Promise<OrderPage> {
  return ends.includes(status) ? orders.listByOwner(owner, page) : open.byOwner(owner, page);
}

function upTo(orders: readonly Order[]): OrderPage {
  const last = orders.at(-1);
  return { orders, ...(last && { next: { createdAt: last.createdAt, id: last.id } }) };
}
