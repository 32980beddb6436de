import type { PublicOrder } from '../../coffee/client/index.ts';
import { orderTitle, pickupCode } from '../words.ts';
import { find, write } from './find.ts';

/** The call across the shop: the page's top, while a coffee waits to be taken. */
export class ReadyCall {
  readonly #banner = find('#call');
  readonly #all = find('#call-collect-all');
  #waiting: readonly PublicOrder[] = [];

  constructor(collect: (orders: readonly PublicOrder[]) => void) {
    find('#call-collect').addEventListener('click', () => collect(this.#waiting.slice(0, 1)));
    this.#all.addEventListener('click', () => collect(this.#waiting));
  }

  /** Those that wait, the latest to be called first. */
  show(waiting: readonly PublicOrder[]): void {
    const [order, ...others] = waiting;
    this.#waiting = waiting;
    this.#all.hidden = others.length === 0;
    write(this.#all, `Got all ${waiting.length}`);
    this.#banner.hidden = order === undefined;
    write(find('#call-message'), order ? 'Your coffee is ready! Come grab it!' : '');
    const code = order ? pickupCode(order) : '';
    find('.call-code').hidden = code === '';
    write(find('#call-code'), code);
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    write(find('#call-order'), order ? orderTitle(order) + more : '');
  }
}
