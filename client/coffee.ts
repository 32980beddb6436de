import type { coffee } from '../coffee/task.ts';
import { words } from '../coffee/words.ts';
import type { PublicOrder as OrderOf } from '../domain/public-order.ts';
import { type RequestInput, sentence } from '../domain/task.ts';

export type PublicOrder = OrderOf<typeof coffee>;

/** `{drink, size?, name?}` */
export type NewOrder = RequestInput<typeof coffee>;

export function messageFor(order: PublicOrder): string {
  return sentence(words, order.status, order);
}
