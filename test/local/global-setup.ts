import { shopApp } from '../../bin/start/shop.ts';
import { synthesizeCached } from '../../packages/local-cloud/src/assembly/synthesize-cached.ts';

/** Once for all, so that no two test files write the synthesis at the same time. */
export default async function synthesizeOnce(): Promise<void> {
  await synthesizeCached(shopApp);
}
