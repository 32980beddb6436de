import type { MenuEntry, PublicOrder } from '../../coffee/client/index.ts';
import type { Bell } from '../bell.ts';
import { Collected } from '../collected.ts';
import { notices } from '../notices.ts';
import { isUnderway, isWaiting, type OrderChange } from '../order-store.ts';
import type { Shop } from '../shop.ts';
import { drinkName } from '../words.ts';
import { find, write } from './find.ts';
import { KeyedList } from './keyed-list.ts';
import { Rail } from './rail.ts';
import { ReadyCall } from './ready-call.ts';
import { Receipt } from './receipt.ts';

export interface FloorOptions {
  readonly bell: Bell;
  menu(): readonly MenuEntry[];
  cancel(order: PublicOrder): Promise<unknown>;
}

/** All one sees of one's orders: the rail, the call, and what is past. */
export class Floor {
  readonly #shop: Shop;
  readonly #bell: Bell;
  readonly #collected = new Collected();
  readonly #rail: Rail;
  readonly #call: ReadyCall;
  readonly #past = new KeyedList(find('#past'), () => new Receipt());

  constructor(shop: Shop, { bell, menu, cancel }: FloorOptions) {
    this.#shop = shop;
    this.#bell = bell;
    const collect = (orders: readonly PublicOrder[]) => {
      this.#collected.add(orders.map(({ id }) => id));
      this.show();
    };
    this.#rail = new Rail({ orders: shop.orders, clock: shop.clock, menu, cancel, collect });
    this.#call = new ReadyCall(collect);
    this.#collected.onChange(() => this.show());
    shop.orders.onChange((change) => {
      this.show();
      this.#announce(change);
    });
  }

  show(): void {
    const focused = document.activeElement;
    this.#showAll();
    // Who stood on what has gone would have to begin at the top of the page.
    if (focused && focused !== document.body && !focused.checkVisibility()) find('#rail-title').focus();
  }

  #showAll(): void {
    const all = this.#shop.orders.all();
    const waiting = all.filter(({ order }) => this.#waits(order));
    const present = all.filter(({ order }) => isUnderway(order) || this.#waits(order));
    const past = all.filter((change) => !present.includes(change));
    this.#rail.show(present);
    this.#call.show(waiting.map(({ order }) => order).sort(latestFirst));
    this.#past.show(past.map(({ order }) => order.id));
    for (const change of past) this.#past.get(change.order.id)?.show(change);
    find('#past-section').hidden = past.length === 0;
  }

  #waits(order: PublicOrder): boolean {
    return isWaiting(order, this.#shop.clock.now()) && !this.#collected.has(order.id);
  }

  /** What happened before our eyes: an order that we first hear of as ready was called out before. */
  #announce({ order, before, message }: OrderChange): void {
    if (!before) return;
    write(find('#news'), `${drinkName(order.drink)}: ${order.failure?.detail ?? message}`);
    if (order.status !== 'ready') return;
    void this.#bell.ring(order.id);
    notices.tell(order, message);
  }
}

function latestFirst(a: PublicOrder, b: PublicOrder): number {
  return Date.parse(b.readyAt ?? '') - Date.parse(a.readyAt ?? '');
}
