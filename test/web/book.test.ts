import { expect, inject, it } from 'vitest';
import { CoffeeClient, type PublicOrder } from '../../coffee/client/index.ts';
import { arrive, arriveAtSlowShop } from './browser/arrivals.ts';
import type { Visitor } from './browser/visitor.ts';

/** More than one look into the book brings. */
const count = 25;

/** Orders of the user from elsewhere, before the page is opened. */
async function orderAhead(
  url: string,
  user: string,
): Promise<{ client: CoffeeClient; orders: PublicOrder[] }> {
  const answer = await fetch(`${url}/local/token?user=${user}`);
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const liveUrl = `${url.replace('http', 'ws')}/live`;
  const client = new CoffeeClient({ apiUrl: url, liveUrl, token: async () => token });
  const placed = Array.from({ length: count }, () => client.order({ drink: 'espresso', size: 'small' }));
  return { client, orders: await Promise.all(placed) };
}

async function signIn({ page }: Visitor, user: string): Promise<void> {
  await page.getByLabel('Name on the cup').fill(user);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

it('calls all that wait, however many they are', async () => {
  const url = inject('pageUrl');
  const { client, orders } = await orderAhead(url, 'pia');
  await Promise.all(orders.map(({ id }) => client.untilReady(id)));
  const visitor = await arrive({ url });
  await signIn(visitor, 'pia');
  await visitor.page.getByRole('button', { name: `Got all ${count}` }).waitFor();
  expect(await visitor.slips().count()).toBe(count);
});

it('shows what is longer ago when it is asked for', async () => {
  const url = inject('slowPageUrl');
  const { client, orders } = await orderAhead(url, 'quin');
  await Promise.all(orders.map(({ id }) => client.cancel(id)));
  const visitor = await arriveAtSlowShop();
  await signIn(visitor, 'quin');
  const receipts = visitor.page.locator('#past .receipt');
  const older = visitor.page.getByRole('button', { name: 'Show older orders' });
  await older.waitFor();
  expect(await receipts.count()).toBe(20);
  await older.click();
  await receipts.nth(count - 1).waitFor();
  await older.waitFor({ state: 'hidden' });
});
