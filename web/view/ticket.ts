import type { PublicOrder } from '../../coffee/client/index.ts';
import { progressAt, secondsLeft } from '../brewing.ts';
import { isUnderway, type OrderChange } from '../order-store.ts';
import { drinkName, orderDetail, orderTitle, pickupCode, sentence, timeLeft } from '../words.ts';
import { drawCup } from './cup.ts';
import { copyOf, find, showFill, write } from './find.ts';
import { once } from './once.ts';
import { Smooth } from './smooth.ts';
import { showTimes } from './times.ts';

export interface TicketActions {
  cancel(order: PublicOrder): Promise<unknown>;
  collect(orders: readonly PublicOrder[]): void;
  /** The statuses of the order's recipe, in turn. */
  steps(order: PublicOrder): readonly string[];
}

/** One order's slip on the rail. */
export class Ticket {
  readonly element = copyOf('#ticket');
  readonly #order: () => PublicOrder;
  readonly #actions: TicketActions;
  readonly #fill = new Smooth();
  readonly #gauge = find('.gauge', this.element);
  readonly #left = find('.slip-left', this.element);

  constructor(order: () => PublicOrder, actions: TicketActions) {
    this.#order = order;
    this.#actions = actions;
    const { drink } = order();
    find('.slip-cup', this.element).append(drawCup(drink));
    write(find('.slip-drink', this.element), drinkName(drink));
    write(find('.slip-detail', this.element), orderDetail(order()));
    this.#gauge.setAttribute('aria-label', orderTitle(order()));
    this.#button.addEventListener('click', () => void this.#act());
  }

  show({ order, message }: OrderChange): void {
    this.element.dataset.status = order.status;
    const code = pickupCode(order);
    find('.slip-code', this.element).hidden = code === '';
    write(find('.slip-code strong', this.element), code);
    write(find('.slip-message', this.element), message);
    this.#button.textContent = isUnderway(order) ? 'Cancel' : 'Got it';
    this.#button.setAttribute('aria-label', `${this.#button.textContent}: ${orderTitle(order)}`);
    this.#showSteps(order);
    showTimes(find('.times', this.element), order);
  }

  /** Draws the progress at `now`, milliseconds by the server's clock. */
  draw(now: number): void {
    const order = this.#order();
    const fill = this.#fill.towards(progressAt(order, now), now);
    showFill(this.element, fill);
    // In steps of five: every one of them may be read out.
    const shown = String(Math.floor(fill * 20) * 5);
    if (this.#gauge.getAttribute('aria-valuenow') !== shown) this.#gauge.setAttribute('aria-valuenow', shown);
    write(this.#left, timeLeft(secondsLeft(order, now)));
  }

  /** Nothing moves any more. */
  get isFull(): boolean {
    return this.element.style.getPropertyValue('--fill') === '1.000';
  }

  get #button(): HTMLButtonElement {
    return find<HTMLButtonElement>('.slip-act', this.element);
  }

  async #act(): Promise<void> {
    const order = this.#order();
    if (isUnderway(order)) await once(this.#button, () => this.#actions.cancel(order));
    else this.#actions.collect([order]);
  }

  #showSteps(order: PublicOrder): void {
    const list = find('.steps', this.element);
    const done = new Set(order.history.map(({ status }) => status as string));
    list.replaceChildren(
      ...this.#actions.steps(order).map((step) => {
        const line = document.createElement('li');
        line.textContent = sentence(step);
        line.className = done.has(step) ? 'done' : 'due';
        if (order.status === step) line.setAttribute('aria-current', 'step');
        return line;
      }),
    );
  }
}
