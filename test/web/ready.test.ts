import { describe, expect, it } from 'vitest';
import { arrive, arriveAtSlowShop, openTab } from './browser/arrivals.ts';
import { keepNotices } from './browser/keep-notices.ts';
import type { Visitor } from './browser/visitor.ts';

/** Counts the strikes of the bell, each of which has three partials. */
const countStrikes = `
  globalThis.partials = 0;
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (at) {
    globalThis.partials += 1;
    start.call(this, at);
  };
`;

/** `script` runs before the page, in this tab and all later ones. */
async function arriveWith(script: string): Promise<Visitor> {
  const visitor = await arrive();
  await visitor.context.addInitScript(script);
  await visitor.page.reload();
  await visitor.page.locator('#submit:enabled').waitFor();
  return visitor;
}

/** Of all tabs, once it is decided which of them has the lock of the bell. */
async function strikesIn(...tabs: readonly Visitor[]): Promise<number> {
  const strikes = tabs.map(({ page }) =>
    page.evaluate<number>('navigator.locks.query().then(() => partials / 3)'),
  );
  return (await Promise.all(strikes)).reduce((sum, one) => sum + one, 0);
}

async function orderAndWait(visitor: Visitor, name: string, ...tabs: readonly Visitor[]): Promise<void> {
  await visitor.order({ name });
  for (const { page } of [visitor, ...tabs]) await page.locator('#call', { hasText: name }).waitFor();
}

describe('the bell', () => {
  it('rings twice when a coffee is ready, in one of several tabs', async () => {
    const visitor = await arriveWith(countStrikes);
    await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await visitor.page.getByRole('button', { name: 'Sign out' }).waitFor();
    const tab = await openTab(visitor);
    await tab.page.locator('#line[data-state="online"]').waitFor();
    await orderAndWait(visitor, 'Hal', tab);
    await expect.poll(() => strikesIn(visitor, tab)).toBeGreaterThan(0);
    expect(await strikesIn(visitor, tab)).toBe(2);
  });

  it('rings for who was led away to sign in, and has not touched the page since', async () => {
    const visitor = await arriveWith(countStrikes);
    await orderAndWait(visitor, 'Ina');
    await expect.poll(() => strikesIn(visitor)).toBe(2);
  });

  it('is muted in every tab at once, and stays so', async () => {
    const visitor = await arriveWith(countStrikes);
    const tab = await openTab(visitor);
    const sound = (pressed: boolean) => ({ name: 'Sound', pressed });
    await visitor.page.getByRole('button', sound(true)).click();
    await tab.page.getByRole('button', sound(false)).waitFor();
    await orderAndWait(visitor, 'Ida');
    await visitor.page.getByRole('button', sound(false)).waitFor();
    expect(await strikesIn(visitor)).toBe(0);
  });
});

describe('a notice of the system', () => {
  it('is offered after the first order, and not before', async () => {
    const visitor = await arriveWith(keepNotices);
    const { page } = visitor;
    const offer = page.getByRole('button', { name: 'Notices' });
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator('#line[data-state="online"]').waitFor();
    expect(await offer.count()).toBe(0);
    await visitor.order({ name: 'Jo' });
    await offer.waitFor();
  });

  it('calls a customer who looks elsewhere, once that is allowed', async () => {
    const visitor = await arriveWith(keepNotices);
    const { page } = visitor;
    await visitor.order({ drink: 'latte', size: 'large', name: 'Jan' });
    await page.getByRole('button', { name: 'Notices', pressed: false }).click();
    await page.getByRole('button', { name: 'Notices', pressed: true }).waitFor();
    await page.locator('#call', { hasText: 'Jan' }).waitFor();
    const code = await page.locator('#call-code').textContent();
    expect(await page.evaluate('notices')).toEqual([
      {
        title: 'Your coffee is ready! Come grab it!',
        body: `Large latte for Jan · ${code}`,
        tag: expect.stringMatching(/^[\da-f-]{36}$/),
      },
    ]);
    // Who looks at the page sees it there.
    await page.evaluate("visibility = 'visible'");
    await orderAndWait(visitor, 'Jan the second');
    expect(await page.evaluate('notices.length')).toBe(1);
  });
});

describe('the call', () => {
  it('ends in every tab, and on the board, when it has been heard in one', async () => {
    const visitor = await arrive();
    await orderAndWait(visitor, 'Kim');
    const [tab, board] = [await openTab(visitor), await openTab(visitor, '/board')];
    await tab.page.locator('#call', { hasText: 'Kim' }).waitFor();
    await board.page.locator('#ready .plate', { hasText: 'Kim' }).waitFor();
    await visitor.page.getByRole('button', { name: 'Got it', exact: true }).click();
    await tab.page.locator('#call').waitFor({ state: 'hidden' });
    await tab.page.locator('.receipt', { hasText: 'Small espresso for Kim' }).waitFor();
    await board.page.locator('#ready-empty').waitFor();
    expect(await tab.page.title()).toBe('Smart Coffee Maker');
  });

  it('for several coffees is answered at once', async () => {
    const visitor = await arrive();
    for (const name of ['Lea', 'Mia', 'Noa']) await visitor.order({ name });
    const { page } = visitor;
    await page.locator('#call', { hasText: 'and 2 more' }).waitFor();
    await page.getByRole('button', { name: 'Got all 3' }).click();
    expect(await page.locator('#call').isHidden()).toBe(true);
    expect(await page.locator('.receipt').count()).toBe(3);
    expect(await visitor.slips().count()).toBe(0);
  });
});

it('who stands on what goes away, stands on the rail after it', async () => {
  const visitor = await arriveAtSlowShop();
  const { page } = visitor;
  await visitor.order({ name: 'Ole' });
  await visitor.slips('for Ole').getByRole('button', { name: 'Cancel' }).press('Enter');
  await page.locator('.receipt').waitFor();
  expect(await page.locator(':focus').textContent()).toBe('On the rail');
});
