import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
/** Of the app that this package was first made for. */
const words = /coffee|brew|barista|latte|espresso|\bshops?\b|pickup|\bslips?\b|\bSPEED\b/i;

it('the package knows no app: no file of it has a word of one', () => {
  // Apps of other tests write and remove their cdk.out meanwhile.
  const exclude = (path: string) => /(^|\/)(dist|node_modules|cdk\.out|any-app\.test\.ts)$/.test(path);
  const files = globSync('**/*.{ts,mjs,js,json,md}', { cwd: root, exclude });
  expect(files.length).toBeGreaterThan(200);
  const found = files.filter((name) => words.test(readFileSync(join(root, name), 'utf8')));
  expect(found).toEqual([]);
});
