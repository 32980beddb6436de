import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startCloud } from '../../packages/local-cloud/src/cloud.ts';
import { synthesize } from '../../packages/local-cloud/src/synthesize.ts';

const root = join(import.meta.dirname, '..', '..');

/** The shop that E2E_URL names, or else a local one of our own, 50 times as fast. */
export default async function openShop({ provide }: TestProject): Promise<() => Promise<void>> {
  const { E2E_URL: url, E2E_LIVE: live, E2E_TOKEN: token, E2E_OTHER_TOKEN: otherToken } = process.env;
  if (url && live && token) {
    provide('shop', { url, live, token, ...(otherToken && { otherToken }) });
    return async () => {};
  }
  const { template, directory } = await synthesize(root, join(root, '.cache', 'cdk.out'));
  const cloud = await startCloud({
    template,
    assets: directory,
    webFolder: join(root, 'web', 'dist'),
    port: 0,
    settings: { SPEED: '50' },
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
