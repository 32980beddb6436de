import type { MiddlewareObj, Request } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem } from './problem.ts';
import { respond } from './respond.ts';

/** Turns whatever is thrown into application/problem+json. A 5xx says nothing about the inside; the log does. */
export function problemDetails(): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return { onError: answerWithProblem };
}

function answerWithProblem(
  request: Request<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>,
): void {
  const problem = request.error instanceof Problem ? request.error : unavailable(request.error);
  if (problem.status >= 500) {
    console.error({ message: 'request failed', route: request.event.routeKey, error: problem.cause });
  }
  request.response = respond(problem.status, problem.body, {
    'content-type': 'application/problem+json',
    ...problem.headers,
  });
}

/** What failed was a call to a service: the request can be repeated, with an Idempotency-Key without harm. */
function unavailable(cause: unknown): Problem {
  return new Problem(503, 'Service unavailable', 'The counter is busy. Please try again.', {
    cause,
    headers: { 'retry-after': '1' },
  });
}
