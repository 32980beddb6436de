import { describe, expect, it } from 'vitest';
import { arrive } from './browser/arrivals.ts';

describe('the Content-Security-Policy', () => {
  // That the page itself keeps to it is seen in every test: a violation is a complaint of the browser.
  it('lets no script in that somebody smuggled into the page', async () => {
    const visitor = await arrive();
    const ran = await visitor.page.evaluate<boolean>(`
      const script = document.createElement('script');
      const policy = trustedTypes.createPolicy('smuggler', { createScript: (text) => text });
      script.text = policy.createScript('globalThis.smuggled = true');
      document.head.append(script);
      'smuggled' in globalThis;
    `);
    expect(ran).toBe(false);
    expect(visitor.complaints.splice(0).join()).toContain("script-src 'self'");
  });

  it('lets nothing be told to strangers', async () => {
    const visitor = await arrive();
    const told = await visitor.page.evaluate(() => fetch('https://stranger.example/').catch(() => 'refused'));
    expect(told).toBe('refused');
    expect(visitor.complaints.splice(0).join()).toContain("connect-src 'self'");
  });

  it('turns markup in a name into text', async () => {
    const visitor = await arrive();
    await visitor.order({ name: '<img src=x onerror=alert(1)>' });
    await visitor.slips('for <img src=x onerror=alert(1)>').waitFor();
    expect(await visitor.page.locator('.ticket img').count()).toBe(0);
  });
});
