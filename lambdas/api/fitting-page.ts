import type { Order } from '../../domain/order/order.ts';
import { type PublicOrder, toPublic } from '../../domain/order/public-order.ts';
import type { OrderPage } from '../../domain/ports.ts';
import type { Task } from '../../domain/task.ts';

/**
 * Lambda answers with 6 MB at most, in which the body is text within JSON.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const maxAnswerBytes = 5 * 1024 * 1024;

export interface FittingPage {
  readonly items: readonly PublicOrder[];
  readonly next?: OrderPage['next'];
}

/** As much of the page as one answer holds, at least one order; the rest comes with the next page. */
export function fittingPage(task: Task, page: OrderPage): FittingPage {
  const items: PublicOrder[] = [];
  let bytes = 0;
  let last: Order | undefined;
  for (const order of page.orders) {
    const item = toPublic(task, order);
    bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(item)));
    if (last && bytes > maxAnswerBytes) return { items, next: { createdAt: last.createdAt, id: last.id } };
    items.push(item);
    last = order;
  }
  return { items, ...(page.next && { next: page.next }) };
}
