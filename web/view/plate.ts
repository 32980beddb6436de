import type { PublicOrder } from '../../coffee/client/index.ts';
import { progressAt } from '../brewing.ts';
import { drinkName, pickupCode, sentence, waitLeft } from '../words.ts';
import { drawCup } from './cup.ts';
import { copyOf, find, showFill, write } from './find.ts';
import { Smooth } from './smooth.ts';

/** One order on the board, to be read from across the shop. */
export class Plate {
  readonly element = copyOf('#plate');
  readonly #cup = find('.plate-cup', this.element);
  readonly #fill = new Smooth();

  /** `now` is milliseconds by the server's clock. */
  show(order: PublicOrder, now: number): void {
    const line = (name: string, text: string) => write(find(`.plate-${name}`, this.element), text);
    if (this.#cup.childElementCount === 0) this.#cup.append(drawCup(order.drink));
    line('code', pickupCode(order));
    find('.plate-code', this.element).hidden = pickupCode(order) === '';
    line('name', order.name ?? 'Guest');
    line('what', `${drinkName(order.drink)}, ${order.size}`);
    line('left', [sentence(order.status), waitLeft(order, now)].filter(Boolean).join(' · '));
    showFill(this.element, this.#fill.towards(progressAt(order, now), now));
  }
}
