import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { chromium, chromiumOptions } from './browser/chromium.ts';
import { openShop } from './browser/open-shop.ts';

/** Part of `npm run screenshots`: the page and the board as they are, into docs/images. */
const folder = join(import.meta.dirname, '..', '..', 'docs', 'images');
mkdirSync(folder, { recursive: true });

const shop = await openShop({ brewSpeed: 2 });
const browser = await chromium.launch(await chromiumOptions());
const context = await browser.newContext({
  baseURL: shop.url,
  viewport: { width: 1280, height: 780 },
  colorScheme: 'light',
});
const page = await context.newPage();

await page.goto('/');
await order('espresso', 'small', 'Ada');
await page.locator('#call').waitFor();
await page.locator('#call-collect').click();
await order('latte', 'large', 'Shawn');
await slip('latte').and(page.locator('[data-status="brewing"]')).waitFor();
await order('cold brew', 'large', 'Robin');
await order('cappuccino', 'small', 'Grace');
await slip('latte').and(page.locator('[data-status="steaming"]')).waitFor();
await page.evaluate('scrollTo(0, 0)');
await page.screenshot({ path: join(folder, 'page.png') });

await page.locator('#call').waitFor();
await page.evaluate('scrollTo(0, 0)');
await settled(page);
await page.screenshot({ path: join(folder, 'ready.png') });

const board = await context.newPage();
await board.setViewportSize({ width: 1280, height: 560 });
await board.goto('/board');
await board.locator('#ready .plate', { hasText: 'Grace' }).waitFor();
await order('cold brew', 'medium', 'Linus');
await order('latte', 'medium', 'Margaret');
await order('americano', 'large', 'Alan');
await board.locator('#ready .plate', { hasText: 'Robin' }).waitFor();
await settled(board);
await board.screenshot({ path: join(folder, 'board.png') });

await page.getByRole('button', { name: 'Got all' }).click();
await page.emulateMedia({ colorScheme: 'dark' });
await page.setViewportSize({ width: 390, height: 844 });
await order('cappuccino', 'medium', 'Ken');
await page.locator('.ticket[data-status="steaming"]', { hasText: 'Ken' }).waitFor();
await page.evaluate("document.querySelector('#rail-title').scrollIntoView()");
await page.screenshot({ path: join(folder, 'phone.png') });

await browser.close();
await shop.close();

async function order(drink: string, size: string, name: string): Promise<void> {
  await page.getByRole('radio', { name: drink }).check();
  await page.getByRole('radio', { name: size }).check();
  await page.getByLabel('Name on the cup').fill(name);
  await page.locator('#submit:enabled').click();
  await page.locator('.ticket', { hasText: `for ${name}` }).waitFor();
}

function slip(drink: string) {
  return page.locator('.ticket', { hasText: new RegExp(drink, 'i') });
}

/** What comes in with a movement has arrived. */
async function settled(shown: Page): Promise<void> {
  await shown.evaluate(
    'Promise.all(document.getAnimations().filter((one) => one.effect.getComputedTiming().iterations === 1).map((one) => one.finished))',
  );
}
