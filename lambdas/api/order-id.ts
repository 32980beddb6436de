import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import { Problem } from './problem.ts';

/** What is no UUID is no order's id: nothing is asked of the table. */
export function orderIdOf(event: Pick<APIGatewayProxyEventV2, 'pathParameters'>): string {
  const id = event.pathParameters?.id ?? '';
  if (!v.is(v.pipe(v.string(), v.uuid()), id)) throw unknownOrder();
  return id.toLowerCase();
}

export function unknownOrder(): Problem {
  return new Problem(404, 'Unknown order', 'You have no order with this id.');
}
