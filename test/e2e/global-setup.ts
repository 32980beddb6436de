import type { TestProject } from 'vitest/node';
import { shopApp, shopOptions } from '../../bin/start/shop.ts';
import { synthesizeCached } from '../../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { startCloud } from '../../packages/local-cloud/src/cloud.ts';

/** The shop that E2E_URL names, or else a local one of our own, 50 times as fast. */
export default async function openShop({ provide }: TestProject): Promise<() => Promise<void>> {
  const { E2E_URL: url, E2E_LIVE: live, E2E_TOKEN: token, E2E_OTHER_TOKEN: otherToken } = process.env;
  if (url && live && token) {
    provide('shop', { url, live, token, ...(otherToken && { otherToken }) });
    return async () => {};
  }
  const cloud = await startCloud({
    app: await synthesizeCached(shopApp),
    ...shopOptions({ brewSpeed: 50 }),
    port: 0,
    onNotice: (line) => console.error(line),
  });
  provide('shop', {
    url: cloud.url,
    live: cloud.liveUrl,
    token: await cloud.issuer.token('shawn'),
    otherToken: await cloud.issuer.token('robin'),
  });
  return cloud.close;
}
