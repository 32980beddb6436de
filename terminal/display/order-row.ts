import type { PublicOrder } from '../../coffee/client/index.ts';
import type { Output } from '../terminal.ts';
import { paintStatus } from './paint-status.ts';
import { remark } from './remark.ts';

/** An order in one line of a list: id, when it was ordered, status, what of. */
export function orderRow(order: PublicOrder, now: number, output: Output): string {
  const { id, createdAt, status, drink, size, name } = order;
  // Swedish dates are ISO dates.
  const at = new Date(createdAt).toLocaleString('sv-SE');
  const coffee = [size, drink, ...(name === undefined ? [] : ['for', name])].join(' ');
  return [id, at, paintStatus(status, output), coffee, remark(order, now)].filter(Boolean).join('  ');
}
