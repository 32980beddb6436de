import { expect, it } from 'vitest';
import { arrive, openTab } from './browser/arrivals.ts';

it('the reference at /docs shows both contracts, and tries a call out', async () => {
  const { page } = await openTab(await arrive(), '/docs');
  await page.locator('.opblock-get .opblock-summary', { hasText: 'How far an order is' }).waitFor();
  await page.getByRole('heading', { name: 'Smart Coffee Maker, live' }).waitFor();
  await page.getByRole('heading', { name: 'you say sync' }).waitFor();
  await page.locator('.opblock-get .opblock-summary', { hasText: 'own orders, newest first' }).click();
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('button', { name: 'Execute' }).click();
  const answer = page.locator('.live-responses-table .response-col_status', { hasText: '200' });
  await answer.waitFor();
  expect(await answer.count()).toBe(1);
});
