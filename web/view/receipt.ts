import type { OrderChange } from '../order-store.ts';
import { orderTitle, pickupCode, sentence, timeOfDay } from '../words.ts';
import { copyOf, find, write } from './find.ts';
import { showResult } from './result.ts';
import { showTimes } from './times.ts';

/** One order of the past. */
export class Receipt {
  readonly element = copyOf('#receipt');

  show({ order }: OrderChange): void {
    this.element.dataset.status = order.status;
    const code = pickupCode(order);
    const ending = order.failure?.detail ?? (code ? `Collected as ${code}` : sentence(order.status));
    write(find('.receipt-what', this.element), orderTitle(order));
    write(find('.receipt-how', this.element), `${ending}, ${timeOfDay(order.updatedAt)}`);
    showResult(find('.result', this.element), order);
    showTimes(find('.times', this.element), order);
  }
}
