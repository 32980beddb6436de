import type { Json } from '../json.ts';
import type { OrderUnderway } from '../order/order.ts';
import { PermanentError } from './permanent-error.ts';

/**
 * Bytes of JSON text in UTF-8. A row of DynamoDB holds 400 KB: with the request (10 KB), the steps and the history of an
 * order of some hundred steps, both find room in it.
 */
export const maxResultsBytes = 256 * 1024;
export const maxCheckpointBytes = 64 * 1024;

/**
 * What JSON makes of the result of the order's current step. Throws a PermanentError when it makes nothing of it, or when
 * all results of the order together are too large.
 */
export function limitedResult(order: OrderUnderway, result: Json | undefined): Json | undefined {
  const { status, results } = order;
  if (result === undefined) return undefined;
  const json = asJson(`The result of ${status}`, result);
  expectAtMost(maxResultsBytes, `The results up to ${status}`, { ...results, [status]: json });
  return json;
}

/** What JSON makes of a checkpoint. Throws a PermanentError when it makes nothing of it, or when it is too large. */
export function limitedCheckpoint({ status }: OrderUnderway, checkpoint: Json): Json {
  const what = `The checkpoint of ${status}`;
  const json = asJson(what, checkpoint);
  expectAtMost(maxCheckpointBytes, what, json);
  return json;
}

/** BigInts and circles throw, and so does what is nested too deep for the stack; functions and symbols give nothing. */
function asJson(what: string, value: Json): Json {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch (cause) {
    throw new PermanentError('Result is not JSON', `${what} cannot be kept as JSON.`, { cause });
  }
}

function expectAtMost(maxBytes: number, what: string, value: unknown): void {
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  if (bytes <= maxBytes) return;
  throw new PermanentError(
    'Result too large',
    `${what}: ${bytes} bytes of JSON, where ${maxBytes} are allowed.`,
  );
}
