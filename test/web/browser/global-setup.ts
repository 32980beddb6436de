import type { TestProject } from 'vitest/node';
import { hasBrowser, skipLoudly } from '../../tools/tools.ts';
import { chromium, chromiumOptions } from './chromium.ts';
import { openShop } from './open-shop.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the page in a shop where a small espresso takes a second and a half. */
    pageUrl: string;
    /** Of the page in a shop where nothing gets ready while anybody looks. */
    slowPageUrl: string;
    /** A browser to connect to. */
    browser: string;
  }
}

/** Two shops and one browser for all tests of the page: no test depends on how fast this machine is. */
export default async function setUp({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!hasBrowser) {
    skipLoudly('the page was not tried in a browser');
    return undefined;
  }
  const browser = await chromium.launchServer({ ...(await chromiumOptions()), host: '127.0.0.1' });
  const [shop, slowShop] = [await openShop(), await openShop({ brewSpeed: 0.01 })];
  provide('browser', browser.wsEndpoint());
  provide('pageUrl', shop.url);
  provide('slowPageUrl', slowShop.url);
  return async () => {
    await Promise.all([browser.close(), shop.close(), slowShop.close()]);
  };
}
