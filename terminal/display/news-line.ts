import type { OrderUpdate } from '../../coffee/client/index.ts';
import type { Output } from '../terminal.ts';
import { paintStatus } from './paint-status.ts';
import { remark } from './remark.ts';

/** What became of an order, in one line: when, which, what. */
export function newsLine({ order, message }: OrderUpdate, output: Output): string {
  const at = new Date(order.updatedAt);
  // Swedish times are as wide at night as at noon.
  const columns = [at.toLocaleTimeString('sv-SE'), order.id, paintStatus(order.status, output), message];
  return [...columns, remark(order, at.getTime())].filter(Boolean).join('  ');
}
