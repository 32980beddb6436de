import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as v from 'valibot';
import { faultsOf, type StrictObject } from './faults.ts';
import { Problem } from './problem.ts';

const maxBodyBytes = 10 * 1024;

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

function bodyText(event: APIGatewayProxyEventV2): string {
  const type = event.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new Problem(415, 'Unsupported media type', 'Send the order as content-type: application/json.', {
      headers: { 'accept-post': 'application/json' },
    });
  }
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBodyBytes) {
    throw new Problem(413, 'Content too large', `An order has at most ${maxBodyBytes} bytes.`);
  }
  return decode(bytes);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw malformed('it is not UTF-8', cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed('it is not JSON', cause);
  }
}

function malformed(why: string, cause: unknown): Problem {
  return new Problem(400, 'Malformed body', `The body cannot be read: ${why}.`, { cause });
}

/** RFC 6901. */
function pointerTo(keys: readonly string[]): string {
  return ['#', ...keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}
