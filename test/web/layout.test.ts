import { describe, expect, it } from 'vitest';
import { arrive, arriveAtSlowShop, openTab } from './browser/arrivals.ts';

const phone = { viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true };
const smallPhone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
const desktop = { viewport: { width: 1280, height: 780 } };
const longName = 'Wilhelmina Featherstonehaugh-Cholmondeley of the Third Floor';

/** Cumulative layout shift (0 is still) since the page was opened. */
const shift = `
  new Promise((resolve) => {
    new PerformanceObserver((list) => {
      resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0));
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(0), 300);
  })
`;

describe('the order form', () => {
  it.each(Object.entries({ desktop, phone, smallPhone }))(
    'has its shape before the menu comes (%s)',
    async (_name, options) => {
      const { page } = await arrive(options);
      const menu = Promise.withResolvers<void>();
      await page.route('**/menu', async (route) => {
        await menu.promise;
        await route.continue();
      });
      await page.reload();
      await page.locator('#sign-in').waitFor();
      const before = await page.locator('#counter').boundingBox();
      menu.resolve();
      await page.locator('#submit:enabled').waitFor();
      expect(await page.locator('#counter').boundingBox()).toEqual(before);
      expect(await page.evaluate<number>(shift)).toBeLessThan(0.01);
    },
  );
});

describe('a new slip', () => {
  it('is scrolled to on a phone', async () => {
    const visitor = await arriveAtSlowShop(phone);
    const { page } = visitor;
    for (const name of ['Uli', 'Udo']) {
      await page.evaluate('scrollTo(0, 0)');
      await visitor.order({ drink: 'latte', name });
      await visitor.slips(`for ${name}`).waitFor();
      const { y = -1, height = 0 } =
        (await visitor.slips(`for ${name}`).locator('.slip').boundingBox()) ?? {};
      expect([y >= 0, y + height <= phone.viewport.height], name).toEqual([true, true]);
    }
  });

  it('leaves a page alone that shows it anyway', async () => {
    const visitor = await arriveAtSlowShop(desktop);
    await visitor.order({ drink: 'latte', name: 'Ulf' });
    await visitor.slips('for Ulf').waitFor();
    expect(await visitor.page.evaluate('scrollY')).toBe(0);
  });
});

describe('the board', () => {
  it('shows names whole, however long they are and however many', async () => {
    const visitor = await arriveAtSlowShop(desktop);
    await visitor.order({ drink: 'latte', name: longName });
    await visitor.slips(longName).waitFor();
    const { page } = await openTab(visitor, '/board');
    await page.locator('.plate-name', { hasText: longName }).waitFor();
    expect(await page.evaluate(cutNames)).toEqual([]);
    for (let n = 2; n <= 7; n += 1) {
      await visitor.order({ drink: 'latte', name: `${longName.slice(2)} ${n}` });
      await page
        .locator('#brewing .plate')
        .nth(n - 1)
        .waitFor();
    }
    expect(await page.evaluate(cutNames)).toEqual([]);
    await page.setViewportSize(smallPhone.viewport);
    expect(await page.evaluate(cutNames)).toEqual([]);
  });
});

/** Names of which a part is out of sight, by the edge of their own box or of the screen. */
const cutNames = `
  [...document.querySelectorAll('.plate-name')]
    .filter((name) => name.scrollWidth > name.clientWidth || name.scrollHeight > name.clientHeight + 1 || name.getBoundingClientRect().right > innerWidth)
    .map((name) => name.textContent)
`;
