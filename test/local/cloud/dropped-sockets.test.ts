import { afterAll, beforeAll, expect, it } from 'vitest';
import { CoffeeClient } from '../../../coffee/client/index.ts';
import { hearUntilEnded, statusesIn } from '../../client/heard.ts';
import { openShop, type Shop } from '../../faults/shop.ts';

let shop: Shop;
let client: CoffeeClient;
let dropped = 0;
let dropping: NodeJS.Timeout;

beforeAll(async () => {
  shop = await openShop();
  const { url: apiUrl, liveUrl, issuer } = shop.cloud;
  client = new CoffeeClient({ apiUrl, liveUrl, token: () => issuer.token('watcher') });
  dropping = setInterval(dropAll, 1000);
});

afterAll(async () => {
  clearInterval(dropping);
  client.close();
  await shop.close();
});

/** Without a close frame. */
function dropAll(): void {
  for (const connectionId of shop.cloud.sockets.connections()) {
    shop.cloud.sockets.cut(connectionId);
    dropped += 1;
  }
}

it('a watcher under a cloud that drops its socket every second misses no status of 100 orders', async () => {
  const hearing = hearUntilEnded(client, 100);
  const orders: string[] = [];
  // In waves, so that the watching goes through several drops.
  for (let wave = 0; wave < 5; wave += 1) {
    const placed = await Promise.all(Array.from({ length: 20 }, () => client.order({ drink: 'latte' })));
    for (const { id } of placed) orders.push(id);
    await client.untilReady(orders.at(-1) as string);
  }
  const heard = await hearing;
  expect(dropped).toBeGreaterThan(2);
  for (const id of orders) {
    const latte = ['queued', 'grinding', 'brewing', 'steaming', 'pouring', 'labelling', 'ready'];
    expect(statusesIn(heard, id)).toEqual(latte);
  }
  expect(shop.audit.violations).toEqual([]);
}, 120_000);
