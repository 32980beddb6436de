import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** docs/reliability.md says for each fault which tests show that it is survived: they do it by its number. */
const docs = join(import.meta.dirname, '..', 'docs');
const rows = readFileSync(join(docs, 'reliability.md'), 'utf8').matchAll(
  /^\| (\d+) \| ([^|]+) \| ([^|]+) \|$/gm,
);
const faults = [...rows].map(([, number, fault, links = '']) => ({
  number: Number(number),
  fault,
  tests: [...links.matchAll(/\]\((\S+)\)/g)].map(([, file = '']) => file),
}));

/** Of the tests in a file: the numbers at the end of their names, as in `(fault 7)` and `(P6, faults 5 and 43)`. */
function numbersIn(file: string): readonly number[] {
  const names = readFileSync(join(docs, file), 'utf8').matchAll(
    /^(?! *(?:\*|\/)).*['"`].*\(.*?faults? (\d[\d, and]*)\)/gm,
  );
  return [...names].flatMap(([, numbers = '']) => numbers.match(/\d+/g) ?? []).map(Number);
}

describe('the list of faults', () => {
  it('has all that are told of, each once', () => {
    const all = Array.from({ length: 62 }, (_, n) => n + 1);
    expect(faults.map(({ number }) => number)).toEqual(all);
  });

  it.each(faults)('$number, $fault: names tests that bear its number', ({ number, tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const file of tests) {
      expect(file).toMatch(/^\.\.\/(packages\/local-cloud\/)?test\/.+\.test\.ts$/);
      expect(numbersIn(file), file).toContain(number);
    }
  });
});
