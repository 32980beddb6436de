import type { PublicOrder } from '../../domain/order/public-order.ts';
import { isId } from './sendable.ts';

/**
 * The order that this is, its id in the one form; undefined if it is none. What the client itself relies on is checked, no
 * more: a status that a newer deployment has must not make its orders invisible.
 */
export function orderFrom(value: unknown): PublicOrder | undefined {
  const { id, status, version, history } = Object(value) as Record<string, unknown>;
  const isOrder =
    isId(id) && typeof status === 'string' && Number.isInteger(version) && Array.isArray(history);
  return isOrder ? { ...(value as PublicOrder), id: id.toLowerCase() } : undefined;
}
