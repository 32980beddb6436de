import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openShop } from './browser/open-shop.ts';
import { Visitor } from './browser/visitor.ts';

it('says when the line is down, and goes on with every order when the shop opens again (fault 35)', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'shop-'));
  let shop = await openShop({ dataDir });
  const visitor = await Visitor.arrive({ url: shop.url });
  try {
    await visitor.order({ size: 'large', name: 'Cleo' });
    const slip = visitor.slips('for Cleo');
    await slip.waitFor();
    const line = (state: string) => visitor.page.locator(`#line[data-state="${state}"]`).waitFor();
    await line('online');
    await shop.close();
    await line('reconnecting');
    expect(await slip.count()).toBe(1);
    shop = await openShop({ dataDir, port: Number(new URL(shop.url).port) });
    await line('online');
    await slip.and(visitor.page.locator('[data-status="ready"]')).waitFor();
    expect(await visitor.page.locator('#call').isVisible()).toBe(true);
  } finally {
    await visitor.leave();
    await shop.close();
    await rm(dataDir, { recursive: true });
  }
}, 120_000);

it('takes the slips away that a shop restarted without its data knows nothing of (fault 60)', async () => {
  let shop = await openShop({ brewSpeed: 0.01 });
  const visitor = await Visitor.arrive({ url: shop.url });
  const { page } = visitor;
  try {
    for (const name of ['Dot', 'Eve']) {
      await visitor.order({ drink: 'latte', name });
      await visitor.slips(`for ${name}`).waitFor();
    }
    await shop.close();
    await page.locator('#line[data-state="reconnecting"]').waitFor();
    shop = await openShop({ brewSpeed: 0.01, port: Number(new URL(shop.url).port) });
    await page.locator('#rail-empty').waitFor();
    await page.locator('#line', { hasText: 'Live' }).waitFor();
    const word = 'The shop no longer has: Small latte for Eve; Small latte for Dot. Please order again.';
    await page.getByText(word).waitFor();
    expect(await page.locator('#past .receipt').count()).toBe(0);
    await visitor.order({ drink: 'latte', name: 'Dot' });
    await visitor.slips('for Dot').waitFor();
    expect(await page.locator('#note').textContent()).toBe('');
    expect(await visitor.slips().count()).toBe(1);
  } finally {
    await visitor.leave();
    await shop.close();
  }
}, 120_000);

it('says when this computer is offline', async () => {
  const visitor = await Visitor.arrive();
  await visitor.order({ drink: 'cold brew' });
  await visitor.page.locator('#line[data-state="online"]').waitFor();
  await visitor.context.setOffline(true);
  await visitor.page.locator('#line[data-state="offline"]').waitFor();
  await visitor.context.setOffline(false);
  await visitor.page.locator('#line[data-state="online"]').waitFor();
  await visitor.leave();
});
