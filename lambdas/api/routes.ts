import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { menu } from '../../domain/menu.ts';
import type { Placing } from '../../domain/place-order.ts';
import { deleteOrder, getOrder, getOrders, postOrder } from './orders-routes.ts';
import { respondTo } from './respond-to.ts';

export type Route = (
  placing: Placing,
  event: APIGatewayProxyEventV2,
) => Promise<APIGatewayProxyStructuredResultV2>;

const getMenu: Route = async ({ speed }, event) =>
  respondTo(event, { drinks: menu(speed) }, { 'cache-control': 'public, max-age=60' });

/** By the route keys of the HTTP API. API Gateway takes HEAD for no GET: it needs a route of its own. */
export const routes: ReadonlyMap<string, Route> = new Map([
  ['POST /orders', postOrder],
  ['GET /orders', getOrders],
  ['HEAD /orders', getOrders],
  ['GET /orders/{id}', getOrder],
  ['HEAD /orders/{id}', getOrder],
  ['DELETE /orders/{id}', deleteOrder],
  ['GET /menu', getMenu],
  ['HEAD /menu', getMenu],
]);
