import { describe, expect, it } from 'vitest';
import { backoffSeconds } from '../../../lambdas/brew/backoff.ts';

describe('the wait before a message comes again', () => {
  it('quadruples its limit with every delivery, to two minutes', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 100].map((receives) => backoffSeconds(receives, 1))).toEqual([
      2, 8, 32, 120, 120, 120, 120, 120, 120,
    ]);
  });

  it('is spread over all of it, in whole seconds (fault 24)', () => {
    expect([0, 0.1, 0.5, 0.9].map((random) => backoffSeconds(4, random))).toEqual([0, 12, 60, 108]);
  });
});
