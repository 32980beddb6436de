import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Placing } from '../../domain/place-order.ts';
import { coffeeFunction } from '../coffee-function.ts';
import { Problem } from './problem.ts';
import { problemDetails } from './problem-details.ts';
import { respond } from './respond.ts';
import { type Route, routes } from './routes.ts';

/**
 * The counter: all routes of the HTTP API behind one handler, every error a problem+json. API Gateway has chosen the
 * route, and let in only whom that route lets in: the path is not looked at again.
 */
export function createApi(placing: Placing) {
  return coffeeFunction<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(problemDetails())
    .handler(async (event) => (routes.get(event.routeKey) ?? notRouted)(placing, event));
}

/** What API Gateway handed to `$default`: it carries no customer. */
const notRouted: Route = async (_, { requestContext: { http } }) => {
  const allow = methodsOf(http.path);
  if (allow.length === 0) {
    throw new Problem(404, 'Unknown route', 'The API has /menu, /orders and /orders/{id}.');
  }
  // A browser's preflight, should API Gateway not answer it itself: it adds the CORS headers, and the rest must be a success.
  if (http.method === 'OPTIONS') return respond(204, undefined, { allow: allow.join(', ') });
  throw new Problem(
    405,
    'Method not allowed',
    `${http.method} is not for this path: use ${allow.join(' or ')}.`,
    { headers: { allow: allow.join(', ') } },
  );
};

function methodsOf(path: string): readonly string[] {
  const known = [...routes.keys()].map((key) => key.split(' ') as [string, string]);
  return known.filter(([, pattern]) => pathPattern(pattern).test(path)).map(([method]) => method);
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replace('{id}', '[^/]+')}$`);
}
