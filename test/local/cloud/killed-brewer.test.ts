import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShop, type Shop } from '../../faults/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

it('a killed brew process does not lose the order', async () => {
  const brewer = shop.cloud.functions.all.find(({ logicalId }) => logicalId.includes('StepWorkerFunction'));
  const shawn = await shop.customer('shawn');
  const orders = await Promise.all(Array.from({ length: 10 }, () => shawn.order('latte')));
  const ids = orders.map(({ id }) => id);
  await Promise.all(ids.map((id) => shop.audit.until(id, ({ version }) => version > 1)));
  const killed = brewer?.processes() ?? [];
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  expect(killed.length).toBeGreaterThan(0);

  expect(await shop.audit.untilEnded(ids, 60_000)).toEqual([]);
  for (const id of ids) {
    const { status, history } = shop.audit.orders.get(id) ?? {};
    expect(status).toBe('ready');
    expect(history).toHaveLength(7);
  }
  expect(shop.audit.violations).toEqual([]);
  expect(brewer?.processes()).not.toEqual(expect.arrayContaining(killed));
}, 80_000);
