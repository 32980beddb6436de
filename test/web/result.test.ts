import { describe, expect, it } from 'vitest';
import { arrive } from './browser/arrivals.ts';

interface Frame {
  type?: string;
  data?: { resultAt?: string; order: { id: string; result?: Record<string, unknown> } };
}

describe('the result of the work', () => {
  it('is shown on the slip and on the receipt', async () => {
    const visitor = await arrive();
    const { page } = visitor;
    await visitor.order({ name: 'Xia' });
    const slip = visitor.slips('for Xia').and(page.locator('[data-status="ready"]'));
    await slip.getByText('Label', { exact: true }).waitFor();
    const code = await slip.locator('.slip-code strong').textContent();
    expect(await slip.locator('.result dd').textContent()).toBe(`ESPRESSO / SMALL / XIA / #${code}`);
    await slip.getByRole('button', { name: 'Got it' }).click();
    const receipt = page.locator('.receipt', { hasText: 'for Xia' });
    await receipt.getByText('History').click();
    await receipt.getByText(`ESPRESSO / SMALL / XIA / #${code}`).waitFor();
  });

  it('is asked for when an event was too large to hold it', async () => {
    const visitor = await arrive();
    const { page } = visitor;
    let withheld = 0;
    await page.routeWebSocket('**/live', (socket) => {
      socket.connectToServer().onMessage((message) => {
        const frame = JSON.parse(String(message)) as Frame;
        if (frame.data?.order.result) {
          withheld += 1;
          frame.data.resultAt = `/orders/${frame.data.order.id}`;
          delete frame.data.order.result;
        }
        socket.send(JSON.stringify(frame));
      });
    });
    await visitor.order({ name: 'Xen' });
    const slip = visitor.slips('for Xen').and(page.locator('[data-status="ready"]'));
    await slip.getByText('ESPRESSO / SMALL / XEN').waitFor();
    expect(withheld).toBeGreaterThan(0);
    expect(await slip.locator('.slip-code').isVisible()).toBe(true);
  });

  it('without a code has no box for one', async () => {
    const visitor = await arrive();
    const { page } = visitor;
    await page.routeWebSocket('**/live', (socket) => {
      socket.connectToServer().onMessage((message) => {
        socket.send(String(message).replace(/"pickupCode":"\w+",?/, ''));
      });
    });
    await visitor.order({ name: 'Xor' });
    await page.locator('#call', { hasText: 'for Xor' }).waitFor();
    expect(await page.title()).toBe('☕ Your espresso is ready!');
    expect(await page.locator('.call-code').isVisible()).toBe(false);
    expect(await visitor.slips('for Xor').locator('.slip-code').isVisible()).toBe(false);
  });
});
