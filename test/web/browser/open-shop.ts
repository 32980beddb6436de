import { join } from 'node:path';
import { buildPage } from '../../../packages/local-cloud/src/build-page.ts';
import { type Cloud, startCloud } from '../../../packages/local-cloud/src/cloud.ts';
import { shortenTimeouts } from '../../../packages/local-cloud/src/faults/shorten-timeouts.ts';
import { synthesize } from '../../../packages/local-cloud/src/synthesize.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface ShopSettings {
  /** 0 takes any that is free. @default 0 */
  readonly port?: number;
  /** @default in memory */
  readonly dataDir?: string;
  /** How many times as fast as on the menu; a small espresso then takes a second and a half. @default 6 */
  readonly brewSpeed?: number;
}

/** A local shop with the page as it is built now. */
export async function openShop({ port = 0, dataDir, brewSpeed = 6 }: ShopSettings = {}): Promise<Cloud> {
  const webFolder = await buildPage(root);
  const { template: synthesized, directory } = await synthesize(root, join(root, '.cache', 'cdk.out'));
  // What a worker held when the shop closed comes again after 5 seconds, not after 3 minutes.
  const template = shortenTimeouts(synthesized, { visibilityTimeout: 5 });
  const settings = { SPEED: String(brewSpeed) };
  const contractsFolder = join(root, 'contracts');
  return startCloud({ template, assets: directory, webFolder, contractsFolder, port, dataDir, settings });
}
