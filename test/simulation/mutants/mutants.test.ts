import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mutants } from './mutants.ts';

const root = join(import.meta.dirname, '..', '..', '..');

it.each(mutants)('the mutant "$name" changes one place of $file', ({ file, snippet, defect }) => {
  const parts = readFileSync(join(root, file), 'utf8').split(snippet);
  expect(parts).toHaveLength(2);
  expect(defect).not.toBe(snippet);
});
