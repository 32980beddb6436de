import { CoffeeClient } from '../coffee/client/index.ts';
import { isUnderway, isWaiting, OrderStore } from './order-store.ts';
import { ServerClock } from './server-clock.ts';
import { readConfig } from './shop-config.ts';
import { SignIn } from './sign-in.ts';

export interface Shop {
  readonly client: CoffeeClient;
  readonly signIn: SignIn;
  readonly clock: ServerClock;
  readonly orders: OrderStore;
}

/** How many orders one look into the book brings. */
export const pageSize = 20;

/** What both pages are made of. */
export async function openShop(): Promise<Shop> {
  const config = await readConfig();
  const signIn = new SignIn(config);
  const clock = new ServerClock();
  const { apiUrl, liveUrl } = config;
  const client = new CoffeeClient({ apiUrl, liveUrl, token: signIn.token, fetch: timedBy(clock) });
  return { client, signIn, clock, orders: new OrderStore() };
}

/** Keeps the orders current for as long as the page is open. */
export function followOrders(
  { client, signIn, clock, orders }: Shop,
  onTrouble: (error: unknown) => void,
): void {
  const signedOut = new AbortController();
  signIn.onEnd(() => signedOut.abort());
  // What ended before the line stood, the line does not tell.
  client.onState((state) => {
    if (state === 'online') void readBook().catch(onTrouble);
  });
  void follow().catch((error) => {
    if (!signedOut.signal.aborted) onTrouble(error);
  });

  async function follow(): Promise<void> {
    for await (const { order, message } of client.watchAll(signedOut)) {
      clock.heardOf(Date.parse(order.updatedAt));
      orders.take(order, message);
    }
  }

  /** As far back as there is anything on a page that is not over. */
  async function readBook(): Promise<void> {
    for await (const { items } of client.pages({ limit: pageSize })) {
      for (const order of items) orders.take(order);
      const now = clock.now();
      if (!items.some((order) => isUnderway(order) || isWaiting(order, now))) return;
    }
  }
}

function timedBy(clock: ServerClock): typeof fetch {
  return async (input, init) => {
    const sentAt = Date.now();
    const response = await fetch(input, init);
    clock.answered(sentAt, response.headers.get('date'));
    return response;
  };
}
