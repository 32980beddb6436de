import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Smooth } from '../../web/view/smooth.ts';

it('starts where it should be, follows jumps gently, and never goes back', () => {
  const smooth = new Smooth();
  expect(smooth.towards(0.3, 0)).toBe(0.3);
  const next = smooth.towards(0.6, 16);
  expect(next).toBeGreaterThan(0.3);
  expect(next).toBeLessThan(0.35);
  expect(smooth.towards(0.6, 2000)).toBeCloseTo(0.6, 3);
  expect(smooth.towards(0.1, 3000)).toBeCloseTo(0.6, 3);
});

it('stays within 0 and 1 and rises whatever comes, clocks that step back included', () => {
  const steps = fc.array(
    fc.record({ target: fc.double({ min: 0, max: 1, noNaN: true }), now: fc.integer() }),
  );
  fc.assert(
    fc.property(steps, (all) => {
      const smooth = new Smooth();
      const shown = all.map(({ target, now }) => smooth.towards(target, now));
      expect(shown).toEqual(shown.toSorted((a, b) => a - b));
      expect(shown.every((value) => value >= 0 && value <= 1)).toBe(true);
    }),
  );
});
