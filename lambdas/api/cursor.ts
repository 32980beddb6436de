import * as v from 'valibot';
import type { Position } from '../../domain/ports.ts';

/** Later years have a sign in ISO 8601 and sort before all others: DynamoDB refuses them as the start of a page. */
const endOfYear9999 = Date.UTC(10_000, 0) - 1;

const positionSchema = v.strictTuple([
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(endOfYear9999)),
  v.pipe(v.string(), v.uuid()),
]);

/** Opaque to clients. It names a place in one's own list only: another customer's cursor opens nothing. */
export function encodeCursor({ createdAt, id }: Position): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

/** Undefined for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): Position | undefined {
  try {
    const [createdAt, id] = v.parse(positionSchema, JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { createdAt, id };
  } catch {
    return undefined;
  }
}
