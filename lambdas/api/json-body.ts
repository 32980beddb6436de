import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bodyText, malformedBody } from './body-text.ts';
import { faultsOf } from './faults.ts';
import { Problem } from './problem.ts';

/** The parsed and checked body; throws the Problem that says what is wrong with it: 400, 413, 415 or 422. */
export async function jsonBody<Output>(
  schema: StandardSchemaV1<unknown, Output>,
  event: APIGatewayProxyEventV2,
): Promise<Output> {
  const body = parse(bodyText(event));
  // A list is an object to some schemas.
  const result = await schema['~standard'].validate(Array.isArray(body) ? null : body);
  if (!result.issues) return result.value;
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
