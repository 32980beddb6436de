import { pageBuild, shopApp, shopOptions } from '../../../bin/start/shop.ts';
import { changeTemplates } from '../../../packages/local-cloud/src/assembly/read-assembly.ts';
import { runCommand } from '../../../packages/local-cloud/src/assembly/run-command.ts';
import { synthesizeCached } from '../../../packages/local-cloud/src/assembly/synthesize-cached.ts';
import { type Cloud, type CloudOptions, startCloud } from '../../../packages/local-cloud/src/cloud.ts';
import { shortenTimeouts } from '../../../packages/local-cloud/src/faults/shorten-timeouts.ts';

export interface ShopSettings {
  /** 0 takes any that is free. @default 0 */
  readonly port?: number;
  /** @default in memory */
  readonly dataDir?: string;
  /** How many times as fast as on the menu; a small espresso then takes a second and a half. @default 6 */
  readonly brewSpeed?: number;
  readonly interceptInvocation?: CloudOptions['interceptInvocation'];
}

/** A local shop with the page as it is built now. */
export async function openShop(settings: ShopSettings = {}): Promise<Cloud> {
  const { port = 0, dataDir, brewSpeed = 6, interceptInvocation } = settings;
  await runCommand(pageBuild);
  const synthesized = await synthesizeCached(shopApp);
  // What a worker held when the shop closed comes again after 5 seconds, not after 3 minutes.
  const app = changeTemplates(synthesized, (template) => shortenTimeouts(template, { visibilityTimeout: 5 }));
  const intercept = interceptInvocation && { interceptInvocation };
  return startCloud({ app, ...shopOptions({ brewSpeed }), port, dataDir, ...intercept });
}
