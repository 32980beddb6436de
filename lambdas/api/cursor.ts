import * as v from 'valibot';
import type { Position } from '../../domain/ports.ts';

const positionSchema = v.strictTuple([
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15)),
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
