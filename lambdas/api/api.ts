import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { loggedFunction } from '../logged-function.ts';
import { problemDetails } from './problem-details.ts';
import { type OrderApiPorts, routesOf } from './routes.ts';

/**
 * The routes of one task behind one handler, every error a problem+json. API Gateway has chosen the route, and let in
 * only whom that route lets in: the path is not looked at again.
 */
export function createApi(ports: OrderApiPorts) {
  const { collection, problemTypes } = ports.task;
  const routes = routesOf(collection);
  return loggedFunction<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(problemDetails(problemTypes))
    .handler((event) => {
      const route = routes.get(event.routeKey);
      if (!route) throw new Error(`the route ${event.routeKey} is none of this function`);
      return route(ports, event);
    });
}
