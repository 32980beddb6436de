import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Order } from '../../domain/order/order.ts';
import { orderPath, toPublic } from '../../domain/order/public-order.ts';
import { cancelOrder } from '../../domain/serving/cancel-order.ts';
import { type Listing, listOrders } from '../../domain/serving/list-orders.ts';
import { type PlaceOrderDeps, placeOrder } from '../../domain/serving/place-order.ts';
import { readOrder } from '../../domain/serving/read-order.ts';
import { encodeCursor } from '../cursor.ts';
import { fittingPage } from './fitting-page.ts';
import { jsonBody } from './json-body.ts';
import { listQuery } from './list-query.ts';
import { etagOf, retryAfter } from './order-headers.ts';
import { orderIdOf, unknownOrder } from './order-id.ts';
import { ownerOf } from './owner-of.ts';
import { preconditionFailed, weigh } from './preconditions.ts';
import { Problem } from './problem.ts';
import { respond } from './respond.ts';
import { respondTo } from './respond-to.ts';

type Answer = Promise<APIGatewayProxyStructuredResultV2>;

export async function postOrder(deps: PlaceOrderDeps, event: APIGatewayProxyEventV2): Answer {
  const [owner, key] = [ownerOf(event), idempotencyKey(event)];
  const request = await jsonBody(deps.task.request, event);
  // The list of orders is there, and has no entity tag.
  if (weigh(event, []) !== 'met') throw preconditionFailed();
  const placed = await placeOrder(deps, owner, request, key);
  if (placed.outcome === 'key-reused') {
    throw new Problem(
      422,
      'Idempotency key reused',
      'This Idempotency-Key came with a different order before. Use a new key for a new order.',
    );
  }
  const { order, outcome } = placed;
  // By its id alone an order is found in the logs of all functions.
  console.info({ message: outcome, orderId: order.id });
  return respond(202, toPublic(deps.task, order), {
    location: orderPath(deps.task, order.id),
    etag: etagOf(order),
    ...retryAfter(order, deps.clock.now()),
    ...(outcome === 'replayed' && { 'idempotency-replayed': 'true' }),
  });
}

export async function getOrder(deps: PlaceOrderDeps, event: APIGatewayProxyEventV2): Answer {
  const order = await readOrder(deps.orders, ownerOf(event), orderIdOf(event));
  if (!order) throw unknownOrder();
  return respondTo(event, toPublic(deps.task, order), {
    etag: etagOf(order),
    ...retryAfter(order, deps.clock.now()),
  });
}

export async function getOrders(
  { task, ...listing }: PlaceOrderDeps & Listing,
  event: APIGatewayProxyEventV2,
): Answer {
  const request = listQuery(task.statuses, event.queryStringParameters);
  const page = await listOrders(listing, ownerOf(event), request);
  const { items, next } = fittingPage(task, page);
  return respondTo(event, { items, ...(next && { nextCursor: encodeCursor(next) }) });
}

export async function deleteOrder(deps: PlaceOrderDeps, event: APIGatewayProxyEventV2): Answer {
  const isExpected = (order: Order) => weigh(event, tagsBeforeCancelling(order)) === 'met';
  const cancelled = await cancelOrder(deps, ownerOf(event), orderIdOf(event), isExpected);
  switch (cancelled.outcome) {
    case 'cancelled':
      console.info({ message: 'cancelled', orderId: cancelled.order.id });
      return respond(200, toPublic(deps.task, cancelled.order), { etag: etagOf(cancelled.order) });
    case 'too-late':
      throw new Problem(409, 'Too late to cancel', `The order is ${cancelled.order.status} already.`);
    case 'unexpected':
      throw preconditionFailed();
    case 'unknown':
      throw unknownOrder();
  }
}

/**
 * Of a cancelled order also the version before: whoever repeats a request whose answer was lost is told that it has
 * been carried out (RFC 9110, 13.1.1).
 */
function tagsBeforeCancelling(order: Order): readonly string[] {
  const { version, status } = order;
  return status === 'cancelled' ? [etagOf(order), etagOf({ version: version - 1 })] : [etagOf(order)];
}

function idempotencyKey(event: APIGatewayProxyEventV2): string | undefined {
  const key = event.headers['idempotency-key'];
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Problem(
    400,
    'Invalid idempotency key',
    'Idempotency-Key takes 1 to 255 visible ASCII characters.',
  );
}
