import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hunt } from './hunt.ts';
import { type Mutant, mutants } from './mutants.ts';

const root = join(import.meta.dirname, '..', '..', '..');

it.each(mutants)('the mutant "$name" changes one place of $file', ({ file, snippet, defect }) => {
  const parts = readFileSync(join(root, file), 'utf8').split(snippet);
  expect(parts).toHaveLength(2);
  expect(defect).not.toBe(snippet);
});

it('a mutant is hunted in a copy that has all it needs, and found', async () => {
  expect(await hunt(mutants[0] as Mutant, 50)).toMatchObject({ seed: expect.any(Number) });
});
