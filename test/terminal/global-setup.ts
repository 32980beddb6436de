import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startCloud } from '../../packages/local-cloud/src/cloud.ts';
import { publishCloud } from '../../packages/local-cloud/src/published-cloud.ts';
import { synthesize } from '../../packages/local-cloud/src/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the shop is that the commands are tried on. */
    cloud: { readonly port: string; readonly url: string; readonly liveUrl: string };
  }
}

const root = join(import.meta.dirname, '..', '..');

/** A shop 20 times as fast as on the menu: there is time to cancel an order. */
export default async function openForCommands({ provide }: TestProject): Promise<() => Promise<void>> {
  const { template, directory } = await synthesize(root, join(root, '.cache', 'cdk.out'));
  const cloud = await startCloud({
    template,
    assets: directory,
    webFolder: join(root, 'web'),
    port: 0,
    settings: { SPEED: '20' },
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
