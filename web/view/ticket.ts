import type { PublicOrder } from '../../coffee/client/index.ts';
import { progressAt } from '../brewing.ts';
import { isUnderway, type OrderChange } from '../order-store.ts';
import { drinkName, orderDetail, orderTitle, pickupCode, sentence, waitLeft } from '../words.ts';
import { Complaint } from './complaint.ts';
import { drawCup } from './cup.ts';
import { copyOf, find, showFill, write } from './find.ts';
import { once } from './once.ts';
import { showResult } from './result.ts';
import { Smooth } from './smooth.ts';
import { showTimes } from './times.ts';

export interface TicketActions {
  /** Rejects with what the shop said against it. */
  cancel(order: PublicOrder): Promise<unknown>;
  /** The same once more; orders with the same key are one. Rejects with what the shop said against it. */
  again(order: PublicOrder, key: string): Promise<unknown>;
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
  readonly #button = find('.slip-act', this.element);
  readonly #dismiss = find('.slip-dismiss', this.element);
  readonly #complaint = new Complaint(find('.slip-problem', this.element));
  /** Pressed once more after trouble on the way, "Order again" orders what may have arrived already. */
  readonly #againKey = crypto.randomUUID();

  constructor(order: () => PublicOrder, actions: TicketActions) {
    this.#order = order;
    this.#actions = actions;
    const { drink } = order();
    find('.slip-cup', this.element).append(drawCup(drink));
    write(find('.slip-drink', this.element), drinkName(drink));
    write(find('.slip-detail', this.element), orderDetail(order()));
    this.#gauge.setAttribute('aria-label', orderTitle(order()));
    this.#button.addEventListener('click', () => void once(this.#button, () => this.#act()));
    this.#dismiss.addEventListener('click', () => actions.collect([order()]));
  }

  show({ order, message }: OrderChange): void {
    if (this.element.dataset.status !== order.status) this.#complaint.say();
    this.element.dataset.status = order.status;
    const code = pickupCode(order);
    find('.slip-code', this.element).hidden = code === '';
    write(find('.slip-code strong', this.element), code);
    write(find('.slip-message', this.element), order.failure?.detail ?? message);
    this.#dismiss.hidden = order.status !== 'failed';
    this.#name(
      this.#button,
      isUnderway(order) ? 'Cancel' : order.status === 'failed' ? 'Order again' : 'Got it',
    );
    this.#name(this.#dismiss, 'Dismiss');
    this.#showSteps(order);
    showResult(find('.result', this.element), order);
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
    write(this.#left, waitLeft(order, now));
  }

  /** Nothing moves any more. */
  get isStill(): boolean {
    const isFull = this.element.style.getPropertyValue('--fill') === '1.000';
    return isFull || this.#order().status === 'failed';
  }

  async #act(): Promise<void> {
    const order = this.#order();
    this.#complaint.say();
    try {
      if (isUnderway(order)) await this.#actions.cancel(order);
      else if (order.status === 'failed') await this.#actions.again(order, this.#againKey);
      else this.#actions.collect([order]);
    } catch (error) {
      this.#complaint.say(error);
    }
  }

  #name(button: HTMLElement, text: string): void {
    write(button, text);
    button.setAttribute('aria-label', `${text}: ${orderTitle(this.#order())}`);
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
