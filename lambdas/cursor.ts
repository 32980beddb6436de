import type { Position } from '../domain/ports.ts';

/** Of the time 12 hexadecimal digits, of the id 32: whatever has this form is a place in a list, as the contract says. */
export const cursorPattern = /^[0-9a-f]{44}$/;

/** Later years have a sign in ISO 8601 and sort before all others: DynamoDB refuses them as the start of a page. */
const endOfYear9999 = Date.UTC(10_000, 0) - 1;

/** Opaque to clients. It names a place in one's own list only: another customer's cursor opens nothing. */
export function encodeCursor({ createdAt, id }: Position): string {
  return createdAt.toString(16).padStart(12, '0') + id.replaceAll('-', '');
}

export function decodeCursor(cursor: string): Position {
  const createdAt = Math.min(Number.parseInt(cursor.slice(0, 12), 16), endOfYear9999);
  return { createdAt, id: cursor.slice(12).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') };
}
