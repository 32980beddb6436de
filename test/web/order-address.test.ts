import { describe, expect, inject, it } from 'vitest';
import { arriveAtSlowShop, openTab } from './browser/arrivals.ts';
import type { Visitor } from './browser/visitor.ts';

/** Places an order, and gives its address. */
async function placeOrder(visitor: Visitor, name: string): Promise<string> {
  const placed = visitor.page.waitForResponse(
    (answer) => answer.request().method() === 'POST' && answer.url().endsWith('/orders'),
  );
  await visitor.order({ drink: 'latte', name });
  const { id } = (await (await placed).json()) as { id: string };
  await visitor.slips(`for ${name}`).waitFor();
  return `/orders/${id}`;
}

/** As a browser opens it, or as a program asks for it. */
async function open(path: string, accept: string) {
  const answer = await fetch(inject('slowPageUrl') + path, { headers: { accept } });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

describe("an order's address", () => {
  it('opened in a browser is the page at that order, also when one comes back to it', async () => {
    const visitor = await arriveAtSlowShop();
    const address = await placeOrder(visitor, 'Pam');
    const { page } = await openTab(visitor, address);
    await page.locator('#rail .ticket', { hasText: 'for Pam' }).waitFor();
    await page.goto('/board');
    await page.goBack();
    await page.locator('#rail .ticket', { hasText: 'for Pam' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(address);
  });

  it('shows the receipt, with its history, of an order that is past', async () => {
    const visitor = await arriveAtSlowShop();
    const address = await placeOrder(visitor, 'Pia');
    await visitor.slips('for Pia').getByRole('button', { name: 'Cancel' }).click();
    const { page } = await openTab(visitor, address);
    await page.locator('.receipt', { hasText: 'for Pia' }).getByText('Queued').waitFor();
  });

  it('asks who is not signed in to do so, and leads back', async () => {
    const visitor = await arriveAtSlowShop();
    const address = await placeOrder(visitor, 'Pat');
    const stranger = await arriveAtSlowShop();
    await stranger.page.goto(address);
    await stranger.page.getByText('Sign in to see this order.').waitFor();
    await stranger.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await stranger.page.getByText('There is no such order of yours.').waitFor();
    expect(new URL(stranger.page.url()).pathname).toBe(address);
    expect(stranger.complaints.splice(0)).toEqual([expect.stringContaining('404')]);
  });

  it('is answered by the API to whoever asks for anything but HTML', async () => {
    const path = '/orders/01a20ad6-e70c-7173-8b7d-321b56bb6ce4';
    expect(await open(path, 'text/html,application/xhtml+xml,*/*;q=0.8')).toMatchObject({
      status: 200,
      type: 'text/html; charset=utf-8',
      text: expect.stringContaining('<title>Smart Coffee Maker</title>'),
    });
    for (const accept of ['application/json', '*/*']) {
      expect(await open(path, accept)).toMatchObject({ status: 401, type: 'application/json' });
    }
  });
});
