import { chromium, type LaunchOptions } from 'playwright-core';
import { importTool } from '../../tools/tools.ts';

/** Of @sparticuz/chromium. */
interface Bundled {
  readonly default: { executablePath(): Promise<string> };
}

/** The Chromium of the test tools, where there is one for the system; an installed Chrome elsewhere. */
export async function chromiumOptions(): Promise<LaunchOptions> {
  if (process.platform !== 'linux') return { channel: 'chrome' };
  const { default: bundled } = await importTool<Bundled>('@sparticuz/chromium');
  // The sandbox needs rights that containers do not give; of the bundle's other flags, some switch off what is tested.
  return { executablePath: await bundled.executablePath(), args: ['--no-sandbox', '--disable-gpu'] };
}

export { chromium };
