import type { MiddlewareObj, Request } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as v from 'valibot';
import { isPassingFailure } from '../../adapters/is-passing-failure.ts';
import { BusyError } from '../../domain/order/busy-error.ts';
import { UnreadableOrderError } from '../../domain/order/unreadable-order-error.ts';
import { NotPlacedError } from '../../domain/serving/place-order.ts';
import { failureInLog } from '../failure-in-log.ts';
import { Problem } from './problem.ts';
import { respond } from './respond.ts';

/** Turns whatever is thrown into application/problem+json. A 5xx says nothing about the inside; the log does. */
export function problemDetails(
  types: string,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return { onError: (request) => answerWithProblem(types, request) };
}

function answerWithProblem(
  types: string,
  request: Request<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>,
): APIGatewayProxyStructuredResultV2 {
  const { error, event } = request;
  const problem = problemOf(error instanceof NotPlacedError ? error.cause : error);
  if (problem.status >= 500) {
    const about = { route: event.routeKey, orderId: orderIdOf(error, event) };
    console.error({ message: 'request failed', ...about, ...failureInLog(problem.cause) });
  }
  return respond(problem.status, problem.bodyFor(types), {
    'content-type': 'application/problem+json',
    ...problem.headers,
  });
}

/** Of the order that was not placed, or that the request is about. What else a path may hold stays out of the log. */
function orderIdOf(error: unknown, { pathParameters }: APIGatewayProxyEventV2): string | undefined {
  if (error instanceof NotPlacedError) return error.orderId;
  const id = pathParameters?.id;
  return v.is(v.pipe(v.string(), v.uuid()), id) ? id.toLowerCase() : undefined;
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof UnreadableOrderError) return unreadable(error);
  return error instanceof BusyError || isPassingFailure(error) ? unavailable(error) : mistake(error);
}

/** The request can be repeated, with an Idempotency-Key without harm. */
function unavailable(cause: unknown): Problem {
  return new Problem(503, 'Service unavailable', 'The service is busy. Please try again.', {
    cause,
    headers: { 'retry-after': '1' },
  });
}

/** Nobody is told to try again: that a later deployment may read it is for its operator to know. */
function unreadable(cause: unknown): Problem {
  return new Problem(500, 'Unreadable order', 'The order is kept, and cannot be told at the moment.', {
    cause,
  });
}

/** Of ours, in code or set-up: to repeat the request would not help. */
function mistake(cause: unknown): Problem {
  return new Problem(500, 'Internal error', 'Something is wrong on our side, not with your request.', {
    cause,
  });
}
