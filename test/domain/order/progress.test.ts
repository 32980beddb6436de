import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressAtStart, progressWithin } from '../../../domain/order/progress.ts';
import type { Step } from '../../../domain/steps/step.ts';
import { steps } from '../../fakes/an-order.ts';

const stepsOf = (seconds: readonly number[]): readonly Step[] =>
  seconds.map((one) => ({ status: 'printing', kind: 'timed', seconds: one }));

describe('progress', () => {
  it('is the share of the seconds that are done', () => {
    expect([0, 1, 2, 3].map((index) => progressAtStart(steps, index))).toEqual([0, 0.333, 0.833, 1]);
    expect(progressWithin(steps, 1, 0.5)).toBe(0.583);
  });

  it('gives every step the same share when none takes any time', () => {
    expect(progressAtStart(stepsOf([0, 0]), 1)).toBe(0.5);
  });

  it.each([
    [Number.NaN, 0],
    [-1, 0],
    [2, 1],
    [Number.POSITIVE_INFINITY, 1],
  ])('takes a reported %s for %s', (fraction, share) => {
    expect(progressWithin(stepsOf([1]), 0, fraction)).toBe(share);
  });

  it('lies between 0 and 1 and rises along the recipe, whatever it is', () => {
    const recipes = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(recipes, (seconds) => {
        const shares = seconds.map((_, index) => progressAtStart(stepsOf(seconds), index));
        expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
        expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
      }),
    );
  });
});
