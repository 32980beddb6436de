import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { uuidOrderIds } from '../../../adapters/uuid-order-ids.ts';
import type { PlaceOrderDeps } from '../../../domain/serving/place-order.ts';
import { createApi } from '../../../lambdas/api/api.ts';
import { createFallback } from '../../../lambdas/api/fallback.ts';
import { routesOf } from '../../../lambdas/api/routes.ts';
import { task as printing } from '../../fakes/a-task.ts';
import { t0 } from '../../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../../fakes/in-memory-order-repository.ts';
import { InMemoryStepQueue } from '../../fakes/in-memory-step-queue.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { aContext } from '../a-context.ts';
import { type HttpRequest, httpEvent } from '../events/http-event.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: a parsed body, whose form the tests state.
  readonly body: any;
}

/** The API on fakes, beside a route of the app's own: what a request is answered, and what it left behind. */
export function anOrderApi(broken: Partial<PlaceOrderDeps> = {}, appRoute = 'GET /papers') {
  const { task } = { task: printing, ...broken };
  const ports = {
    orders: new InMemoryOrderRepository(),
    queue: new InMemoryStepQueue(),
    clock: new ManualClock(t0),
  };
  const api = createApi({ ...ports, task, open: ports.orders, ids: uuidOrderIds, speed: 1, ...broken });
  const routes = [...routesOf(task.collection).keys(), appRoute];
  const fallback = createFallback({ routes, problemTypes: task.problemTypes });
  const ask = async (request: HttpRequest) => {
    const event = httpEvent(request);
    const answer = event.routeKey === '$default' ? fallback : api;
    return answerOf(await answer(event, aContext()));
  };
  const post = (body: unknown, more: Partial<HttpRequest> = {}) => ask({ ...postOf(body), ...more });
  return { ...ports, ask, post };
}

export function answerOf(result: APIGatewayProxyStructuredResultV2): Answer {
  const { statusCode = 0, headers = {}, body } = result;
  return { status: statusCode, headers, body: body === undefined ? undefined : JSON.parse(body) };
}

/** A `POST /orders`; text is sent as it is, anything else as JSON. */
export function postOf(body: unknown, headers: Record<string, string> = {}): HttpRequest {
  return {
    method: 'POST',
    path: '/orders',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
