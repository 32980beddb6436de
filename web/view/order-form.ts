import type { MenuEntry, NewOrder } from '../../coffee/client/index.ts';
import { ProblemError } from '../../coffee/client/index.ts';
import { drinkName, duration, sentence } from '../words.ts';
import { Complaint } from './complaint.ts';
import { drawCup } from './cup.ts';
import { find, write } from './find.ts';
import { once } from './once.ts';

const nameKey = 'coffee.name';

/** Where drink, size and name are chosen. */
export class OrderForm {
  readonly #form = find<HTMLFormElement>('#counter');
  readonly #button = find<HTMLButtonElement>('#submit');
  readonly #complaint = new Complaint(find('#problem'));
  #menu: readonly MenuEntry[] = [];
  #signedIn = false;

  constructor(order: (request: NewOrder) => Promise<void>) {
    find<HTMLInputElement>('#name').value = localStorage.getItem(nameKey) ?? '';
    this.#form.addEventListener('change', () => this.#refresh());
    this.#form.addEventListener('input', ({ target }) => this.#corrected(target));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      localStorage.setItem(nameKey, this.name);
      void once(this.#button, () => order(this.#request()));
    });
  }

  get name(): string {
    return find<HTMLInputElement>('#name').value.trim();
  }

  offer(menu: readonly MenuEntry[]): void {
    this.#menu = menu;
    find('#drinks').replaceChildren(...menu.map(({ drink }) => choice('drink', drink, drinkLabel(drink))));
    const sizes = menu[0]?.sizes.map(({ size }) => size) ?? [];
    find('#sizes').replaceChildren(...sizes.map((size) => choice('size', size, sizeLabel(size))));
    check('drink', menu.find(({ drink }) => drink === 'latte')?.drink ?? menu[0]?.drink);
    check('size', sizes.includes('medium') ? 'medium' : sizes[0]);
    this.#button.disabled = false;
    this.#refresh();
  }

  showSignedIn(signedIn: boolean): void {
    this.#signedIn = signedIn;
    this.#refresh();
  }

  /** What is wrong, and with which field; takes back what was said, without an error. */
  complain(error?: unknown): void {
    this.#complaint.say(error);
    const faults = error instanceof ProblemError ? error.errors : [];
    for (const field of this.#fields) {
      const isWrong = faults.some(({ pointer }) => pointer === `#/${field.name}`);
      if (isWrong) field.ariaInvalid = 'true';
      else field.ariaInvalid = null;
    }
  }

  /** It is wrong no longer, or wrong in another way. */
  #corrected(target: EventTarget | null): void {
    if (this.#fields.some((field) => field === target && field.ariaInvalid === 'true')) this.complain();
  }

  get #fields(): readonly HTMLInputElement[] {
    return [...this.#form.querySelectorAll('input')];
  }

  #request(): NewOrder {
    const { drink, size } = Object.fromEntries(new FormData(this.#form)) as Pick<
      Required<NewOrder>,
      'drink' | 'size'
    >;
    return { drink, size, ...(this.name && { name: this.name }) };
  }

  #refresh(): void {
    const { drink, size } = this.#request();
    for (const entry of this.#menu) {
      const seconds = entry.sizes.find((one) => one.size === size)?.seconds;
      const time = this.#form.querySelector(`[data-time="${entry.drink}"]`);
      if (time && seconds !== undefined) write(time, duration(seconds));
    }
    if (!drink) return;
    const verb = this.#signedIn ? 'Order' : 'Sign in and order';
    write(this.#button, `${verb} a ${size} ${drinkName(drink).toLowerCase()}`);
  }
}

function choice(name: string, value: string, content: readonly (Element | string)[]): HTMLElement {
  const label = document.createElement('label');
  label.className = `choice choice-${name}`;
  label.dataset.value = value;
  const input = Object.assign(document.createElement('input'), {
    type: 'radio',
    name,
    value,
    required: true,
  });
  label.append(input, ...content);
  return label;
}

function drinkLabel(drink: string): readonly Element[] {
  const dots = span('dots', '');
  dots.setAttribute('aria-hidden', 'true');
  const time = span('time', '');
  time.dataset.time = drink;
  return [drawCup(drink), span('what', drinkName(drink)), dots, time];
}

function sizeLabel(size: string): readonly Element[] {
  return [span('what', sentence(size))];
}

function span(className: string, text: string): HTMLSpanElement {
  return Object.assign(document.createElement('span'), { className, textContent: text });
}

function check(name: string, value: string | undefined): void {
  find<HTMLInputElement>(`input[name="${name}"][value="${value}"]`).checked = true;
}
