import type { MenuEntry, NewOrder } from '../coffee/client/index.ts';
import { Bell } from './bell.ts';
import { followOrders } from './follow-orders.ts';
import { nameToSignIn } from './guest.ts';
import { openShop, type Shop } from './shop.ts';
import type { AfterSignIn } from './sign-in.ts';
import { untilItWorks } from './until-it-works.ts';
import { takeBackWhenReached } from './view/complaint.ts';
import { find } from './view/find.ts';
import { Floor } from './view/floor.ts';
import { followLine } from './view/line-sign.ts';
import { offerOlder } from './view/older.ts';
import { OrderForm } from './view/order-form.ts';
import { showCustomer, showSwitches } from './view/tools.ts';

const bell = new Bell();
showSwitches(bell);
const form = new OrderForm((request) => attempt(() => order(request, crypto.randomUUID())));
let menu: readonly MenuEntry[] = [];
let shop: Shop;
let customer: string | undefined;

await attempt(open);

async function open(): Promise<void> {
  shop = await untilItWorks(openShop, complain);
  takeBackWhenReached(shop.client);
  const arrival = await attempt(() => shop.signIn.arrive());
  if (arrival && arrival.path !== '/') return location.replace(arrival.path);
  customer = await shop.signIn.customer();
  find('#sign-in').addEventListener('click', () => attempt(signIn));
  find('#sign-out').addEventListener('click', () => attempt(() => shop.signIn.end()));
  showSignedIn();
  menu = await untilItWorks(() => shop.client.menu(), complain);
  form.offer(menu);
  performance.mark('open');
  if (customer !== undefined) await openFloor(arrival);
}

async function openFloor(arrival: AfterSignIn | undefined): Promise<void> {
  const floor = new Floor(shop, {
    bell,
    menu: () => menu,
    cancel: ({ id }) => shop.client.cancel(id),
    order,
  });
  floor.show();
  followLine(shop.client);
  followOrders(shop, complain);
  offerOlder(shop, attempt);
  shop.signIn.onEnd(() => location.reload());
  const pending = arrival?.order;
  if (pending) await attempt(() => order(pending.request as NewOrder, pending.key));
}

/** At once, or after the way to the issuer; the key makes one order of it however often the page is loaded. */
async function order(request: NewOrder, key: string): Promise<void> {
  if (customer === undefined) {
    const after = { path: '/', order: { request, key } };
    return shop.signIn.start(after, nameToSignIn(request.name ?? ''));
  }
  // What the answer says, the floor hears as it hears everything.
  await shop.client.order(request, { idempotencyKey: key });
}

function signIn(): Promise<never> {
  return shop.signIn.start({ path: '/' }, nameToSignIn(form.name));
}

function showSignedIn(): void {
  showCustomer(customer);
  form.showSignedIn(customer !== undefined);
  find('#line').hidden = customer === undefined;
}

async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
  form.complain();
  try {
    return await action();
  } catch (error) {
    complain(error);
    return undefined;
  }
}

function complain(error: unknown): void {
  form.complain(error);
}
