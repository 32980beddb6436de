import type { PublicOrder } from '../domain/order/public-order.ts';
import type { Task } from '../domain/task.ts';

/** News of one order. */
export interface OrderUpdate<T extends Task = Task> {
  readonly order: PublicOrder<T>;
  /** For people: "Rendering 20 pages." */
  readonly message: string;
  /**
   * The statuses the order took since the update before, oldest first; all of them in the first update. More than
   * one when the line was down meanwhile, none when only the progress changed.
   */
  readonly statuses: PublicOrder<T>['history'];
}

const endings: readonly string[] = ['ready', 'failed', 'cancelled'];

/** Whether the order can change no more by itself. */
export function hasEnded({ status }: Pick<PublicOrder, 'status'>): boolean {
  return endings.includes(status);
}
