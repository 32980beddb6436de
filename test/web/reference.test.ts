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

it('shows the calls before the problem types, and what is pushed after both', async () => {
  const { page } = await openTab(await arrive(), '/docs');
  await page.locator('.opblock').first().waitFor();
  const problems = page.locator('#problems');
  await problems
    .getByRole('row', { name: 'urn:smart-coffee:problem:unknown-order 404 Unknown order' })
    .waitFor();
  expect(await page.locator('#http').getByText('urn:smart-coffee:problem:').count()).toBe(0);
  const tops = await page.evaluate<number[]>(
    "['.opblock', '#problems', '#live'].map((one) => document.querySelector(one).getBoundingClientRect().top)",
  );
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
});

it('is dark where the system is, and light again when that changes', async () => {
  const { page } = await openTab(await arrive({ colorScheme: 'dark' }), '/docs');
  await page.locator('.opblock').first().waitFor();
  const grounds = () =>
    page.evaluate<string[]>(
      "['body', '.swagger-ui'].map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)",
    );
  expect(await grounds()).toEqual(['rgb(28, 32, 34)', 'rgb(28, 32, 34)']);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(grounds).toEqual(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)']);
});
