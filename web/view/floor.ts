import type { MenuEntry, NewOrder, PublicOrder } from '../../coffee/client/index.ts';
import type { Bell } from '../bell.ts';
import { Collected } from '../collected.ts';
import { notices } from '../notices.ts';
import { hasFailed, isPresent, isUnderway, isWaiting, type OrderChange } from '../order-store.ts';
import type { Shop } from '../shop.ts';
import { drinkName, orderTitle } from '../words.ts';
import { bringIntoSight } from './bring-into-sight.ts';
import { find, write } from './find.ts';
import { KeyedList } from './keyed-list.ts';
import { Rail } from './rail.ts';
import { ReadyCall } from './ready-call.ts';
import { Receipt } from './receipt.ts';
import { showTitle } from './title.ts';

export interface FloorOptions {
  readonly bell: Bell;
  menu(): readonly MenuEntry[];
  /** Rejects with what the shop said against it. */
  cancel(order: PublicOrder): Promise<unknown>;
  /** Rejects with what the shop said against it. */
  order(request: NewOrder, key: string): Promise<unknown>;
}

/** All one sees of one's orders: the rail, the call, and what is past. */
export class Floor {
  readonly #shop: Shop;
  readonly #bell: Bell;
  readonly #collected = new Collected();
  readonly #rail: Rail;
  readonly #call: ReadyCall;
  readonly #past = new KeyedList(find('#past'), () => new Receipt());
  #lost: readonly PublicOrder[] = [];

  constructor(shop: Shop, { bell, menu, cancel, order }: FloorOptions) {
    this.#shop = shop;
    this.#bell = bell;
    const collect = (orders: readonly PublicOrder[]) => {
      this.#collected.add(orders);
      this.show();
    };
    const again = async (failed: PublicOrder, key: string) => {
      const { drink, size, name } = failed;
      await order({ drink, size, ...(name !== undefined && { name }) }, key);
      collect([failed]);
    };
    this.#rail = new Rail({ orders: shop.orders, clock: shop.clock, menu, cancel, again, collect });
    this.#call = new ReadyCall(collect);
    this.#collected.onChange(() => this.show());
    shop.orders.onChange((change) => {
      this.show();
      this.#announce(change);
    });
    shop.orders.onGone((order) => {
      this.#tellLost(order);
      this.show();
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
    const now = this.#shop.clock.now();
    const open = all.filter(({ order }) => isUnderway(order) || !this.#collected.has(order));
    const present = open.filter(({ order }) => isPresent(order, now));
    const orders = present.map(({ order }) => order);
    const waiting = orders.filter((order) => isWaiting(order, now)).sort(latestFirst);
    const past = all.filter((change) => !present.includes(change));
    this.#rail.show(present);
    this.#call.show(waiting);
    showTitle(
      waiting[0],
      orders.find((order) => hasFailed(order, now)),
    );
    this.#past.show(past.map(({ order }) => order.id));
    for (const change of past) this.#past.get(change.order.id)?.show(change);
    find('#past-section').hidden = past.length === 0;
  }

  /** Says something about the rail; an empty text takes back what was said. */
  note(text: string): void {
    this.#lost = [];
    write(find('#note'), text);
  }

  /** Brings the slip or the receipt of an order into sight, if it is not. */
  reveal(id: string): void {
    const slip = this.#rail.get(id);
    const receipt = this.#past.get(id);
    if (receipt) find('details', receipt.element).setAttribute('open', '');
    bringIntoSight((slip ?? receipt)?.element);
  }

  #tellLost(order: PublicOrder): void {
    this.#lost = [...this.#lost, order];
    const names = this.#lost.map(orderTitle).join('; ');
    write(find('#note'), `The shop no longer has: ${names}. Please order again.`);
  }

  /** What happened before our eyes: an order that we first hear of as ready was called out before. */
  #announce({ order, before, message }: OrderChange): void {
    if (!before) return;
    write(find('#news'), `${drinkName(order.drink)}: ${order.failure?.detail ?? message}`);
    if (order.status === 'ready') void this.#bell.ring(order.id);
    if (order.status === 'ready' || order.status === 'failed') notices.tell(order, message);
  }
}

function latestFirst(a: PublicOrder, b: PublicOrder): number {
  return Date.parse(b.readyAt ?? '') - Date.parse(a.readyAt ?? '');
}
