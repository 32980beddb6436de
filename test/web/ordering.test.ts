import { describe, expect, it } from 'vitest';
import { arrive, arriveAtSlowShop, openTab } from './browser/arrivals.ts';

/** Notes in the page what its first gauge shows, for as long as it is open. */
const watchProgress = `
  globalThis.progress = [];
  new MutationObserver(([{ target }]) => progress.push(Number(target.getAttribute('aria-valuenow')))).observe(
    document.querySelector('#rail'),
    { subtree: true, attributeFilter: ['aria-valuenow'] },
  );
`;

/** The page's token ends now, as it does after an hour. */
const expireToken = `
  for (const [key, value] of Object.entries(sessionStorage))
    if (key.startsWith('oidc.user')) sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(value), expires_at: 1 }));
`;

describe('ordering in the page', () => {
  it('takes one click from opening it to a coffee ordered, sign-in included', async () => {
    const visitor = await arriveAtSlowShop();
    const { page } = visitor;
    await page.getByRole('button', { name: 'Sign in and order a medium latte' }).click();
    await visitor.slips('Latte').waitFor();
    expect(await page.locator('#customer').textContent()).toMatch(/^guest-[0-9a-f]{8}$/);
    expect(page.url()).not.toContain('code=');
    // The order placed on the way back is placed once, however often the page is loaded.
    await page.reload();
    await visitor.slips('Latte').waitFor();
    expect(await visitor.slips().count()).toBe(1);
  });

  it('shows the coffee being made by live events, and calls it out when it is ready', async () => {
    const visitor = await arrive();
    const { page } = visitor;
    const polls: string[] = [];
    await visitor.order({ name: 'Ada' });
    const slip = visitor.slips('for Ada');
    await slip.waitFor();
    page.on('request', (request) => {
      if (request.url().includes('/orders/')) polls.push(request.url());
    });
    await page.evaluate(watchProgress);
    await page.locator('#call').waitFor();
    const progress = await page.evaluate<number[]>('progress');
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    // More than there are changes of status: it moves in between.
    expect(new Set(progress).size).toBeGreaterThan(8);
    expect(polls).toEqual([]);
    const code = await page.locator('#call-code').textContent();
    expect(code).toMatch(/^[2-9A-Z]{4}$/);
    expect(await page.title()).toBe(`☕ ${code} is ready!`);
    expect(await page.getByRole('alert').first().textContent()).toContain(
      'Your coffee is ready! Come grab it!',
    );
    await page.locator('#call-collect').click();
    await page.getByText('Small espresso for Ada').waitFor();
    expect(await page.locator('#call').isHidden()).toBe(true);
    expect(await page.title()).toBe('Smart Coffee Maker');
  });

  it('takes an impatient double click for one order', async () => {
    const visitor = await arriveAtSlowShop();
    const { page } = visitor;
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const orders: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') orders.push(request.url());
    });
    await page.locator('#submit:enabled').dblclick();
    await visitor.slips('Latte').waitFor();
    expect(orders).toHaveLength(1);
  });

  it('cancels what is not ready yet', async () => {
    const visitor = await arriveAtSlowShop();
    await visitor.order({ drink: 'cold brew', size: 'large', name: 'Bea' });
    await visitor.slips('Cold brew').getByRole('button', { name: 'Cancel' }).click();
    const receipt = visitor.page.locator('#past .receipt');
    await receipt.waitFor();
    expect(await receipt.textContent()).toContain('Cancelled');
    await receipt.getByText('History').click();
    expect(await receipt.getByRole('listitem').allTextContents()).toContainEqual(
      expect.stringMatching(/^Queued /),
    );
    expect(await visitor.slips().count()).toBe(0);
  });

  it('says what is wrong with an order, by the name of the field', async () => {
    const visitor = await arriveAtSlowShop();
    await visitor.order({ name: 'a\u202Eb' });
    await visitor.page
      .getByText('name must be plain text, without control, format or private-use characters')
      .waitFor();
    expect(await visitor.page.locator('#submit').isEnabled()).toBe(true);
    expect(visitor.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
  });

  it('marks the field that is wrong until it is corrected', async () => {
    const visitor = await arriveAtSlowShop();
    const { page } = visitor;
    const name = page.getByLabel('Name on the cup');
    await visitor.order({ name: 'a\u202Eb' });
    await page.locator('#name[aria-invalid="true"]').waitFor();
    await page.getByRole('radio', { name: 'large' }).check();
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    await name.press('End');
    await name.press('Backspace');
    expect(await name.getAttribute('aria-invalid')).toBeNull();
    expect(await page.locator('#problem').textContent()).toBe('');
    visitor.complaints.splice(0);
  });

  it('keeps two customers apart, and two tabs of one together', async () => {
    const [ada, bob] = [await arriveAtSlowShop(), await arriveAtSlowShop()];
    await ada.order({ drink: 'cold brew', size: 'large', name: 'Ada-of-two' });
    await bob.order({ drink: 'cappuccino', size: 'large', name: 'Bob-of-two' });
    await Promise.all([ada.slips('Ada-of-two').waitFor(), bob.slips('Bob-of-two').waitFor()]);
    const tab = await openTab(ada);
    await tab.slips('Ada-of-two').waitFor();
    await tab.slips('Ada-of-two').getByRole('button', { name: 'Cancel' }).click();
    await ada.page.locator('#past .receipt').waitFor();
    expect(await ada.slips('Bob').count()).toBe(0);
    expect(await bob.slips('Ada').count()).toBe(0);
  });

  it('orders with a renewed token, however often it was renewed', async () => {
    const visitor = await arriveAtSlowShop();
    await visitor.order({ drink: 'latte', name: 'Ron' });
    await visitor.slips('for Ron').waitFor();
    for (const name of ['Ron the second', 'Ron the third']) {
      const renewed = visitor.page.waitForResponse((answer) => answer.url().endsWith('/token'));
      await visitor.page.evaluate(expireToken);
      await visitor.order({ drink: 'latte', name });
      expect(await (await renewed).json()).toMatchObject({ scope: 'openid' });
      await visitor.slips(`for ${name}`).waitFor();
    }
  });

  it('signs a customer out in every tab', async () => {
    const visitor = await arrive();
    await visitor.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await visitor.page.getByRole('button', { name: 'Sign out' }).waitFor();
    const tab = await openTab(visitor);
    await tab.page.getByRole('button', { name: 'Sign out' }).click();
    for (const { page } of [visitor, tab]) {
      await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
      expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    }
  });
});
