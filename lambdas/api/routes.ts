import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Listing } from '../../domain/serving/list-orders.ts';
import type { PlaceOrderDeps } from '../../domain/serving/place-order.ts';
import { deleteOrder, getOrder, getOrders, postOrder } from './orders-routes.ts';

export type OrderApiPorts = PlaceOrderDeps & Listing;

export type Route = (
  ports: OrderApiPorts,
  event: APIGatewayProxyEventV2,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** By the route keys of the HTTP API. API Gateway takes HEAD for no GET: it needs a route of its own. */
export function routesOf(collection: string): ReadonlyMap<string, Route> {
  return new Map([
    [`POST /${collection}`, postOrder],
    [`GET /${collection}`, getOrders],
    [`HEAD /${collection}`, getOrders],
    [`GET /${collection}/{id}`, getOrder],
    [`HEAD /${collection}/{id}`, getOrder],
    [`DELETE /${collection}/{id}`, deleteOrder],
  ]);
}
