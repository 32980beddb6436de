import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import { bodyText, malformedBody } from './body-text.ts';
import { faultsOf, type StrictObject } from './faults.ts';
import { Problem } from './problem.ts';

/** The parsed and checked body; throws the Problem that says what is wrong with it: 400, 413, 415 or 422. */
export function jsonBody<Schema extends StrictObject>(
  schema: Schema,
  event: APIGatewayProxyEventV2,
): v.InferOutput<Schema> {
  const body = parse(bodyText(event));
  // A list is an object to valibot.
  const result = v.safeParse(schema, Array.isArray(body) ? null : body);
  if (result.success) return result.output;
  throw new Problem(422, 'Invalid order', 'The order cannot be made as it is. See errors.', {
    errors: faultsOf(schema, result.issues, pointerTo),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformedBody('it is not JSON', cause);
  }
}

/** RFC 6901. */
function pointerTo(keys: readonly string[]): string {
  return ['#', ...keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}
