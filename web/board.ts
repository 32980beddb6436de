import { Collected } from './collected.ts';
import { followOrders } from './follow-orders.ts';
import { nameToSignIn } from './guest.ts';
import { isUnderway, isWaiting, type OrderChange } from './order-store.ts';
import { openShop } from './shop.ts';
import { untilItWorks } from './until-it-works.ts';
import { Complaint, takeBackWhenReached } from './view/complaint.ts';
import { find, write } from './view/find.ts';
import { KeyedList } from './view/keyed-list.ts';
import { followLine } from './view/line-sign.ts';
import { Plate } from './view/plate.ts';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

const lists = { '#ready': plates('#ready'), '#brewing': plates('#brewing') };
const collected = new Collected();
const complaint = new Complaint(find('#problem'));
await open().catch(complain);

async function open(): Promise<void> {
  const shop = await untilItWorks(openShop, complain);
  await shop.signIn.arrive();
  const customer = await shop.signIn.customer();
  find('#sign-in').hidden = customer !== undefined;
  find('#sign-in').addEventListener('click', () =>
    shop.signIn.start({ path: '/board' }, nameToSignIn('')).catch(complain),
  );
  if (customer === undefined) return write(find('#line'), 'Sign in to see your orders.');
  takeBackWhenReached(shop.client);
  followLine(shop.client);
  followOrders(shop, complain);
  shop.signIn.onEnd(() => location.reload());
  requestAnimationFrame(function draw() {
    const now = shop.clock.now();
    showPlates(shop.orders.all(), now);
    write(find('#clock'), time.format(now));
    requestAnimationFrame(draw);
  });
}

function showPlates(all: readonly OrderChange[], now: number): void {
  const waits = ({ order }: OrderChange) => isWaiting(order, now) && !collected.has(order);
  show('#ready', all.filter(waits), now);
  show('#brewing', all.filter(({ order }) => isUnderway(order)).reverse(), now);
}

function show(name: keyof typeof lists, changes: readonly OrderChange[], now: number): void {
  const list = lists[name];
  list.show(changes.map(({ order }) => order.id));
  for (const { order } of changes) list.get(order.id)?.show(order, now);
  find(`${name}-empty`).hidden = changes.length > 0;
}

function plates(list: string): KeyedList<Plate> {
  return new KeyedList(find(list), () => new Plate());
}

function complain(trouble: unknown): void {
  complaint.say(trouble);
}
