import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { shopApp, shopOptions } from '../../bin/start/shop.ts';
import { synthesizeCached } from '../../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { startCloud } from '../../packages/local-cloud/src/cloud.ts';
import { publishCloud } from '../../packages/local-cloud/src/publish-cloud.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the shop is that the commands are tried on. */
    cloud: { readonly port: string; readonly url: string; readonly liveUrl: string };
  }
}

const root = join(import.meta.dirname, '..', '..');

/** A shop 20 times as fast as on the menu: there is time to cancel an order. */
export default async function openForCommands({ provide }: TestProject): Promise<() => Promise<void>> {
  const cloud = await startCloud({
    app: await synthesizeCached(shopApp),
    ...shopOptions({ brewSpeed: 20 }),
    port: 0,
    onNotice: (line) => console.error(line),
  });
  const withdraw = await publishCloud(cloud, join(root, '.cache'));
  const { url, liveUrl } = cloud;
  provide('cloud', { port: new URL(url).port, url, liveUrl });
  return async () => {
    await withdraw();
    await cloud.close();
  };
}
