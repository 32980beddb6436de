import type { PublicOrder } from './coffee.ts';

/**
 * Whether this is an order of the API. What the client itself relies on is checked, no more: a status that a newer
 * deployment has must not make its orders invisible.
 */
export function isOrder(value: unknown): value is PublicOrder {
  const { id, status, version, history } = Object(value) as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    typeof status === 'string' &&
    Number.isInteger(version) &&
    Array.isArray(history)
  );
}
