import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { arrive, arriveAtSlowShop } from './browser/arrivals.ts';

const problem = (status: number, detail: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: 'Refused', status, detail }),
});

describe('trouble', () => {
  it('with a cancellation is told beside its button, until it is tried again', async () => {
    const visitor = await arriveAtSlowShop();
    await visitor.order({ drink: 'latte', name: 'Tom' });
    const [tom, tim] = [visitor.slips('for Tom'), visitor.slips('for Tim')];
    await tom.waitFor();
    await visitor.order({ drink: 'latte', name: 'Tim' });
    await tim.waitFor();
    const refusal = 'It is being poured already.';
    await visitor.page.route('**/orders/*', (route) => route.fulfill(problem(409, refusal)), { times: 1 });
    await tom.getByRole('button', { name: 'Cancel' }).click();
    await tom.getByRole('alert').getByText(refusal).waitFor();
    expect(await tim.locator('.slip-problem').textContent()).toBe('');
    expect(await visitor.page.locator('#problem').textContent()).toBe('');
    await tom.getByRole('button', { name: 'Cancel' }).click();
    await visitor.page.locator('.receipt', { hasText: 'for Tom' }).waitFor();
    visitor.complaints.splice(0);
  });

  it('is taken back when the shop can be reached again', async () => {
    const visitor = await arriveAtSlowShop();
    const { page } = visitor;
    await visitor.order({ drink: 'latte', name: 'Tea' });
    await visitor.slips('for Tea').waitFor();
    await visitor.context.setOffline(true);
    await visitor.order({ drink: 'latte', name: 'Teo' });
    await page.locator('#problem', { hasText: 'The shop cannot be reached.' }).waitFor();
    await visitor.context.setOffline(false);
    await page.locator('#problem:empty').waitFor({ state: 'attached' });
    visitor.complaints.splice(0);
  });

  it('with config.json and the menu needs no reload', async () => {
    const visitor = await arrive();
    const { page } = visitor;
    const refused: string[] = [];
    const refuse = (route: Route) => {
      refused.push(route.request().url());
      return route.fulfill(problem(503, 'Not yet.'));
    };
    for (const path of ['**/config.json', '**/menu']) await page.route(path, refuse, { times: 1 });
    await page.reload();
    await page.locator('#problem', { hasText: 'The shop is not open' }).waitFor();
    await page.locator('#submit:enabled').waitFor();
    expect(refused).toHaveLength(2);
    expect(await page.locator('#problem').textContent()).toBe('');
    visitor.complaints.splice(0);
  });
});
