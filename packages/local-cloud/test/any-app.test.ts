import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
/** Of the app that this package was first made for. */
const words = /coffee|brew|barista|latte|espresso|\bshops?\b|pickup|\bslips?\b|\bSPEED\b/i;

it('the package knows no app: no file of it has a word of one', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(ts|mjs|js|json|md)$/.test(name) && !/^(dist|node_modules)\b|any-app\.test\.ts$/.test(name),
  );
  expect(files.length).toBeGreaterThan(200);
  const found = files.filter((name) => words.test(readFileSync(join(root, name), 'utf8')));
  expect(found).toEqual([]);
});
