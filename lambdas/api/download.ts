import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isOpen, isReady, type Order, type StoredFile } from '../../domain/order/order.ts';
import type { Clock, FileLinks, OrderRepository } from '../../domain/ports.ts';
import { readOrder } from '../../domain/serving/read-order.ts';
import { loggedFunction } from '../logged-function.ts';
import { retryAfter } from './order-headers.ts';
import { orderIdOf, unknownOrder } from './order-id.ts';
import { ownerOf } from './owner-of.ts';
import { Problem } from './problem.ts';
import { problemDetails } from './problem-details.ts';
import { respond } from './respond.ts';

export interface DownloadPorts {
  readonly orders: OrderRepository;
  readonly linkTo: FileLinks;
  readonly clock: Clock;
  /** How the `type` of a problem starts. */
  readonly problemTypes: string;
}

/** `GET /reports/{id}/download`: the way to the order's file, for its customer alone. */
export function createDownload({ orders, linkTo, clock, problemTypes }: DownloadPorts) {
  return loggedFunction<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(problemDetails(problemTypes))
    .handler(async (event) => {
      const order = await readOrder(orders, ownerOf(event), orderIdOf(event));
      if (!order) throw unknownOrder();
      const method = event.requestContext.http.method === 'HEAD' ? 'HEAD' : 'GET';
      const location = await linkTo(fileOf(order, clock), method);
      // The address is a key: it is kept nowhere.
      return respond(303, undefined, { location, 'cache-control': 'no-store' });
    });
}

function fileOf(order: Order, clock: Clock): StoredFile {
  if (isOpen(order)) {
    throw new Problem(409, 'Not ready', `The order is ${order.status}: its file is still to be made.`, {
      headers: retryAfter(order, clock.now()),
    });
  }
  if (!isReady(order))
    throw new Problem(409, 'Ended without file', `The order is ${order.status}: it has no file.`);
  if (!order.file) throw new Problem(404, 'No file', 'The order has no file: its result says all.');
  return order.file;
}
