import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '../../packages/local-cloud/src/cloud.ts';
import { failInvocation } from '../../packages/local-cloud/src/faults/invocation-faults.ts';
import { keepNotices } from './browser/keep-notices.ts';
import { openShop } from './browser/open-shop.ts';
import { violations } from './browser/violations.ts';
import { Visitor } from './browser/visitor.ts';

const reason = 'Something went wrong on our side, several times over. Please order again.';

const breakDown = failInvocation('before');
/** A shop whose step worker breaks down as soon as two orders are begun. */
let shop: Cloud;
let isBroken = false;
let visitor: Visitor;

const slip = (name: string, status: string) =>
  visitor.slips(`for ${name}`).and(visitor.page.locator(`[data-status="${status}"]`));
const receipt = (name: string) => visitor.page.locator('.receipt', { hasText: `for ${name}` });

beforeAll(async () => {
  shop = await openShop({
    brewSpeed: 2,
    interceptInvocation: (logicalId, invoke) =>
      isBroken && logicalId.startsWith('CoffeeStepWorkerFunction') ? breakDown(invoke) : invoke(),
  });
  visitor = await Visitor.arrive({ url: shop.url });
  await visitor.context.addInitScript(keepNotices);
  for (const name of ['Una', 'Vic']) await visitor.order({ drink: 'latte', size: 'large', name });
  await visitor.page.getByRole('button', { name: 'Notices', pressed: false }).click();
  for (const name of ['Una', 'Vic']) await slip(name, 'grinding').waitFor();
  isBroken = true;
});

afterAll(async () => {
  await visitor.leave();
  await shop.close();
});

describe('a step that does not come to its end', () => {
  it('is shown as one that is tried again', async () => {
    await visitor.slips('for Una').getByText('late: trying again').waitFor();
  });
});

describe('an order that failed', () => {
  it('stays on the rail in red, with its reason', async () => {
    for (const name of ['Una', 'Vic']) await slip(name, 'failed').waitFor();
    expect(await slip('Una', 'failed').locator('.slip-message').textContent()).toBe(reason);
    const colour = await visitor.page.evaluate<string>(
      "getComputedStyle(document.querySelector('[data-status=failed] .slip-message')).color",
    );
    expect(colour).toBe('rgb(163, 33, 28)');
    expect(await receipt('Una').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)('breaks no rule of axe, in %s', async (colorScheme) => {
    await visitor.page.emulateMedia({ colorScheme });
    expect(await violations(visitor)).toEqual([]);
  });

  it('is in the title and told by a notice of the system', async () => {
    expect(await visitor.page.title()).toBe('⚠ Your latte could not be made');
    const told = await visitor.page.evaluate<{ title: string; body: string }[]>('notices');
    expect(told.map(({ title, body }) => `${title} ${body}`).sort()).toEqual([
      `Sorry, your latte could not be made. Large latte for Una · ${reason}`,
      `Sorry, your latte could not be made. Large latte for Vic · ${reason}`,
    ]);
  });

  it('stays there when the page is opened anew', async () => {
    await visitor.page.reload();
    for (const name of ['Una', 'Vic']) await slip(name, 'failed').waitFor();
    expect(await visitor.page.title()).toBe('⚠ Your latte could not be made');
  });

  it('goes to what is past when it is dismissed', async () => {
    await slip('Una', 'failed').getByRole('button', { name: 'Dismiss' }).click();
    await receipt('Una').getByText(reason).waitFor();
    expect(await visitor.slips('for Una').count()).toBe(0);
    expect(await visitor.page.title()).toBe('⚠ Your latte could not be made');
  });

  it('is ordered again by one click, once', async () => {
    isBroken = false;
    await slip('Vic', 'failed').getByRole('button', { name: 'Order again' }).dblclick();
    await receipt('Vic').getByText(reason).waitFor();
    await slip('Vic', 'ready').waitFor();
    expect(await visitor.slips('Large, for Vic').count()).toBe(1);
    expect(await visitor.page.title()).toMatch(/^☕ [2-9A-Z]{4} is ready!$/);
  });
});
