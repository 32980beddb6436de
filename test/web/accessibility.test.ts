import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arrive, arriveAtSlowShop, openTab } from './browser/arrivals.ts';
import { violations } from './browser/violations.ts';
import type { Visitor } from './browser/visitor.ts';

const pictures = join(import.meta.dirname, '..', '..', '.cache', 'pictures');

/** For a person to look at. */
async function keepPicture({ page }: Visitor, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

describe('the page for everybody', () => {
  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    it('breaks no rule of axe while coffee is made', async () => {
      const visitor = await arriveAtSlowShop({ colorScheme });
      expect(await violations(visitor)).toEqual([]);
      await visitor.order({ drink: 'americano', name: `Dana-${colorScheme}` });
      await visitor.slips('Americano').getByRole('button', { name: 'Cancel' }).click();
      await visitor.order({ drink: 'cold brew' });
      await visitor.slips('Cold brew').getByText('History').click();
      await keepPicture(visitor, `brewing-${colorScheme}`);
      expect(await violations(visitor)).toEqual([]);
    });

    it('breaks none when it is ready, on the page and on the board', async () => {
      const visitor = await arrive({ colorScheme });
      await visitor.order({ name: `Ezra-${colorScheme}` });
      await visitor.page.locator('#call').waitFor();
      await keepPicture(visitor, `ready-${colorScheme}`);
      expect(await violations(visitor)).toEqual([]);
      const board = await openTab(visitor, '/board');
      await board.page.locator('#ready .plate').waitFor();
      await keepPicture(board, 'board');
      expect(await violations(board)).toEqual([]);
    });
  });

  it('is ordered from, cancelled and told by keyboard alone', async () => {
    const visitor = await arriveAtSlowShop();
    const { page } = visitor;
    const tabTo = async (selector: string) => {
      for (let steps = 0; !(await page.locator(`${selector}:focus`).count()); steps += 1) {
        expect(steps, `Tab reaches ${selector}`).toBeLessThan(30);
        await page.keyboard.press('Tab');
      }
    };
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the order form');
    await page.keyboard.press('Enter');
    await tabTo('[name=drink]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await tabTo('[name=size]');
    await page.keyboard.press('ArrowRight');
    await tabTo('#name');
    await page.keyboard.type('Eli');
    await page.keyboard.press('Enter');
    const slip = visitor.slips('Cold brew').filter({ hasText: 'Large, for Eli' });
    await slip.waitFor();
    await tabTo('.slip-act');
    await page.keyboard.press('Enter');
    await page.locator('.receipt[data-status="cancelled"]').waitFor();
    expect(await page.locator('#news').textContent()).toBe('Cold brew: Your cold brew was cancelled.');
  });

  it('fits a phone: nothing sticks out, and what is touched is large enough', async () => {
    const visitor = await arriveAtSlowShop({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await visitor.order({
      drink: 'cappuccino',
      name: 'A rather long name, with a title and a number: 1234567890',
    });
    await visitor.slips('rather long').waitFor();
    await keepPicture(visitor, 'phone');
    const { page } = visitor;
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    for (const target of await page.locator('button, .choice, summary, a.tool').all()) {
      const { height = 24 } = (await target.boundingBox()) ?? {};
      expect(height, String(await target.textContent())).toBeGreaterThanOrEqual(24);
    }
  });
});
