import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { arrive } from './browser/arrivals.ts';

const assets = join(import.meta.dirname, '..', '..', 'web', 'dist', 'assets');

it('is under 60 KB of JavaScript, both pages together and compressed', () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const bytes = scripts.map((name) => gzipSync(readFileSync(join(assets, name))).length);
  expect(scripts.length).toBeGreaterThan(1);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(60 * 1024);
});

it('takes an order within a second of being opened', async () => {
  const { page } = await arrive();
  await page.reload();
  await page.locator('#submit:enabled').waitFor();
  const openedAt = await page.evaluate(
    () => performance.getEntriesByName('open')[0]?.startTime ?? Number.NaN,
  );
  expect(openedAt).toBeLessThan(1000);
});
