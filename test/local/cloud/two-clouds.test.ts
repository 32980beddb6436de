import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShop, type Shop, storedOrders } from '../../faults/shop.ts';

let shops: readonly Shop[];
beforeAll(async () => {
  shops = await Promise.all([openShop(), openShop()]);
});
afterAll(() => Promise.all(shops.map((shop) => shop.close())));

it('two local clouds at once know nothing of each other (fault 54)', async () => {
  const [here, there] = shops as [Shop, Shop];
  expect(here.cloud.url).not.toBe(there.cloud.url);
  const [shawn, sameName] = await Promise.all([here.customer('shawn'), there.customer('shawn')]);
  const [line, otherLine] = await Promise.all([shawn.connect(), sameName.connect()]);
  const [latte, espresso] = await Promise.all([shawn.order('latte'), sameName.order('espresso')]);
  await Promise.all([line.hearStatus(latte.id, 'ready'), otherLine.hearStatus(espresso.id, 'ready')]);

  expect(new Set(line.heard.map(({ subject }) => subject))).toEqual(new Set([latte.id]));
  expect(new Set(otherLine.heard.map(({ subject }) => subject))).toEqual(new Set([espresso.id]));
  const [ours, theirs] = await Promise.all(shops.map((shop) => storedOrders(shop.table, shop.ordersTable)));
  expect(ours?.map(({ id }) => id)).toEqual([latte.id]);
  expect(theirs?.map(({ id }) => id)).toEqual([espresso.id]);

  const token = await here.cloud.issuer.token('shawn');
  const foreign = await fetch(`${there.cloud.url}/orders`, { headers: { authorization: `Bearer ${token}` } });
  expect(foreign.status).toBe(401);
}, 30_000);
