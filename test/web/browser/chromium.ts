import bundled from '@sparticuz/chromium';
import { chromium, type LaunchOptions } from 'playwright-core';

/** A Chromium that came with npm, where there is one for the system; an installed Chrome elsewhere. */
export async function chromiumOptions(): Promise<LaunchOptions> {
  if (process.platform !== 'linux') return { channel: 'chrome' };
  // The sandbox needs rights that containers do not give; of the bundle's other flags, some switch off what is tested.
  return { executablePath: await bundled.executablePath(), args: ['--no-sandbox', '--disable-gpu'] };
}

export { chromium };
