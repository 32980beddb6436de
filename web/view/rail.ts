import type { MenuEntry, PublicOrder } from '../../coffee/client/index.ts';
import type { OrderChange, OrderStore } from '../order-store.ts';
import type { ServerClock } from '../server-clock.ts';
import { find } from './find.ts';
import { KeyedList } from './keyed-list.ts';
import { Ticket, type TicketActions } from './ticket.ts';

export interface RailOptions extends Pick<TicketActions, 'cancel' | 'again' | 'collect'> {
  readonly orders: OrderStore;
  readonly clock: ServerClock;
  menu(): readonly MenuEntry[];
}

/** The slips of what is being made, of what waits and of what failed, drawn anew with every frame. */
export class Rail {
  readonly #options: RailOptions;
  readonly #tickets: KeyedList<Ticket>;
  #frame: number | undefined;

  constructor(options: RailOptions) {
    this.#options = options;
    this.#tickets = new KeyedList(find('#rail'), (id) => this.#makeTicket(id));
  }

  show(changes: readonly OrderChange[]): void {
    this.#tickets.show(changes.map(({ order }) => order.id));
    for (const change of changes) this.#tickets.get(change.order.id)?.show(change);
    find('#rail-empty').hidden = changes.length > 0;
    if (changes.length > 0) this.#frame ??= requestAnimationFrame(this.#draw);
  }

  get(id: string): Ticket | undefined {
    return this.#tickets.get(id);
  }

  readonly #draw = (): void => {
    const now = this.#options.clock.now();
    const tickets = [...this.#tickets.shown];
    for (const ticket of tickets) ticket.draw(now);
    const moves = tickets.some((ticket) => !ticket.isStill);
    this.#frame = moves ? requestAnimationFrame(this.#draw) : undefined;
  };

  #makeTicket(id: string): Ticket {
    const order = () => this.#options.orders.get(id)?.order as PublicOrder;
    const { cancel, again, collect } = this.#options;
    return new Ticket(order, { cancel, again, collect, steps: (one) => stepsOf(one, this.#options.menu()) });
  }
}

/** By the menu; an order of an older menu shows what it has been through. */
function stepsOf({ drink, size, history }: PublicOrder, menu: readonly MenuEntry[]): readonly string[] {
  const recipe = menu.find((entry) => entry.drink === drink)?.sizes.find((entry) => entry.size === size);
  const known = recipe?.steps.map(({ status }) => status as string) ?? [];
  const been = history.map(({ status }) => status as string).filter((status) => !notSteps.has(status));
  return been.every((status) => known.includes(status)) ? known : been;
}

const notSteps = new Set(['queued', 'ready', 'failed', 'cancelled']);
