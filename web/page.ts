import { type MenuEntry, type NewOrder, NotSentError, ProblemError } from '../coffee/client/index.ts';
import { Bell } from './bell.ts';
import { followOrders } from './follow-orders.ts';
import { nameToSignIn } from './guest.ts';
import { openShop, type Shop } from './shop.ts';
import type { AfterSignIn } from './sign-in.ts';
import { untilItWorks } from './until-it-works.ts';
import { takeBackWhenReached } from './view/complaint.ts';
import { find, write } from './view/find.ts';
import { Floor } from './view/floor.ts';
import { followLine } from './view/line-sign.ts';
import { offerOlder } from './view/older.ts';
import { OrderForm } from './view/order-form.ts';
import { offerNotices, showCustomer, showSound } from './view/tools.ts';

const bell = new Bell();
showSound(bell);
const form = new OrderForm((request) => attempt(() => order(request, crypto.randomUUID())));
let menu: readonly MenuEntry[] = [];
let shop: Shop;
let customer: string | undefined;
let floor: Floor | undefined;
/** The page is also at the address of each order. */
const orderHere = /^\/orders\/([^/]+)$/.exec(location.pathname)?.[1];

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
  else if (orderHere !== undefined) write(find('#note'), 'Sign in to see this order.');
}

async function openFloor(arrival: AfterSignIn | undefined): Promise<void> {
  floor = new Floor(shop, {
    bell,
    menu: () => menu,
    cancel: ({ id }) => shop.client.cancel(id),
    order,
  });
  floor.show();
  followLine(shop.client);
  followOrders(shop, complain);
  offerOlder(shop, attempt);
  offerNotices(shop.orders);
  shop.signIn.onEnd(() => location.reload());
  const pending = arrival?.order;
  if (pending) await attempt(() => order(pending.request as NewOrder, pending.key));
  if (orderHere !== undefined) await attempt(() => showOrder(orderHere));
}

/** At once, or after the way to the issuer; the key makes one order of it however often the page is loaded. */
async function order(request: NewOrder, key: string): Promise<void> {
  if (customer === undefined) {
    const after = { path: '/', order: { request, key } };
    return shop.signIn.start(after, nameToSignIn(request.name ?? ''));
  }
  const placed = await shop.client.order(request, { idempotencyKey: key });
  shop.orders.take(placed);
  floor?.note('');
  floor?.reveal(placed.id);
}

/** Opened at its address. */
async function showOrder(id: string): Promise<void> {
  const shown = await shop.client.get(id).catch(noneIfUnknown);
  if (!shown) return floor?.note('There is no such order of yours.');
  shop.orders.take(shown);
  floor?.reveal(shown.id);
}

function noneIfUnknown(error: unknown): undefined {
  if (error instanceof NotSentError || (error instanceof ProblemError && error.status === 404)) return;
  throw error;
}

function signIn(): Promise<never> {
  return shop.signIn.start({ path: location.pathname }, nameToSignIn(form.name));
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
