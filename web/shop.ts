import { CoffeeClient } from '../coffee/client/index.ts';
import { OrderStore } from './order-store.ts';
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

function timedBy(clock: ServerClock): typeof fetch {
  return async (input, init) => {
    const sentAt = Date.now();
    // An order's address is that of the page too: going back to it must not bring the order's JSON out of the cache.
    const isOwn = new Headers(init?.headers).has('authorization');
    const response = await fetch(input, { ...init, ...(isOwn && { cache: 'no-store' }) });
    clock.answered(sentAt, response.headers.get('date'));
    return response;
  };
}
