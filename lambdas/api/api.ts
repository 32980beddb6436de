import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { menu } from '../../domain/menu.ts';
import type { Placing } from '../../domain/place-order.ts';
import { coffeeFunction } from '../coffee-function.ts';
import { deleteOrder, getOrder, getOrders, postOrder } from './orders-routes.ts';
import { Problem } from './problem.ts';
import { problemDetails } from './problem-details.ts';
import { respond } from './respond.ts';

type Route = (placing: Placing, event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** The counter: all routes of the HTTP API behind one handler, every error a problem+json. */
export function createApi(placing: Placing) {
  const route = (method: 'GET' | 'POST' | 'DELETE', path: string, answer: Route) => ({
    method,
    path,
    handler: (event: APIGatewayProxyEventV2) => answer(placing, event),
  });
  const routes = [
    route('POST', '/orders', postOrder),
    route('GET', '/orders', getOrders),
    route('GET', '/orders/{id}', getOrder),
    route('DELETE', '/orders/{id}', deleteOrder),
    route('GET', '/menu', getMenu),
  ];
  const router = httpRouter({ routes, notFoundResponse: () => unknownRoute() });
  return coffeeFunction<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(problemDetails())
    .handler((event, context, abort) => {
      // What API Gateway did not route carries no customer, even where the router would be more lenient.
      if (event.routeKey === '$default') return notRouted(routes, event.requestContext.http);
      return router(event, context, abort);
    });
}

const getMenu: Route = ({ speed }) =>
  Promise.resolve(respond(200, { drinks: menu(speed) }, { 'cache-control': 'public, max-age=60' }));

function notRouted(
  routes: readonly { method: string; path: string }[],
  { method, path }: { method: string; path: string },
): APIGatewayProxyStructuredResultV2 {
  const allow = routes.filter((known) => pathPattern(known.path).test(path)).map((known) => known.method);
  if (allow.length === 0) return unknownRoute();
  // A browser's preflight, should API Gateway not answer it itself: it adds the CORS headers, and the rest must be a success.
  if (method === 'OPTIONS') return respond(204, undefined, { allow: allow.join(', ') });
  throw new Problem(405, 'Method not allowed', `${method} is not for this path: use ${allow.join(' or ')}.`, {
    headers: { allow: allow.join(', ') },
  });
}

function unknownRoute(): never {
  throw new Problem(404, 'Unknown route', 'The API has /menu, /orders and /orders/{id}.');
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replace('{id}', '[^/]+')}$`);
}
