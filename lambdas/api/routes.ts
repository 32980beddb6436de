import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { menu } from '../../domain/menu.ts';
import type { Placing } from '../../domain/place-order.ts';
import { deleteOrder, getOrder, getOrders, postOrder } from './orders-routes.ts';
import { respond } from './respond.ts';

export type Route = (
  placing: Placing,
  event: APIGatewayProxyEventV2,
) => Promise<APIGatewayProxyStructuredResultV2>;

const getMenu: Route = ({ speed }) =>
  Promise.resolve(respond(200, { drinks: menu(speed) }, { 'cache-control': 'public, max-age=60' }));

/** By the route keys of the HTTP API. */
export const routes: ReadonlyMap<string, Route> = new Map([
  ['POST /orders', postOrder],
  ['GET /orders', getOrders],
  ['GET /orders/{id}', getOrder],
  ['DELETE /orders/{id}', deleteOrder],
  ['GET /menu', getMenu],
]);
