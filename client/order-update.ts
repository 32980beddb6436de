import type { PublicOrder } from './coffee.ts';

/** News of one order. */
export interface OrderUpdate {
  readonly order: PublicOrder;
  /** For people: "Brewing your latte." */
  readonly message: string;
  /**
   * The statuses the order took since the update before, oldest first; all of them in the first update. More than
   * one when the line was down meanwhile, none when only the progress changed.
   */
  readonly statuses: PublicOrder['history'];
}

const endings: readonly string[] = ['ready', 'failed', 'cancelled'] satisfies PublicOrder['status'][];

/** Whether the order can change no more by itself. */
export function hasEnded({ status }: Pick<PublicOrder, 'status'>): boolean {
  return endings.includes(status);
}
