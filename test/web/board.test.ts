import { expect, it } from 'vitest';
import { arrive, arriveAtSlowShop, openTab } from './browser/arrivals.ts';

it('the board shows what is being made', async () => {
  const visitor = await arriveAtSlowShop();
  await visitor.order({ drink: 'cold brew', size: 'large', name: 'Gus' });
  await visitor.slips('for Gus').waitFor();
  const { page } = await openTab(visitor, '/board');
  await page.locator('#brewing .plate', { hasText: 'Gus Cold brew, large' }).waitFor();
  expect(await page.locator('#ready .plate').count()).toBe(0);
});

it('the board calls the code of what is ready, in large', async () => {
  const visitor = await arrive();
  await visitor.order({ name: 'Fay' });
  await visitor.slips('for Fay').waitFor();
  const { page } = await openTab(visitor, '/board');
  const ready = page.locator('#ready .plate', { hasText: 'Fay Espresso, small' });
  await ready.waitFor();
  expect(await ready.locator('.plate-code').textContent()).toMatch(/^[2-9A-Z]{4}$/);
  expect(await page.locator('#brewing .plate').count()).toBe(0);
});

it('asks who is not signed in to do so, and comes back to the board', async () => {
  const visitor = await arrive();
  const { page } = await openTab(visitor, '/board');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/board');
  await page.locator('#line[data-state="online"]').waitFor();
});
