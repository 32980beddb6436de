import { expect, it } from 'vitest';
import { createTokenBucket } from '../../src/api-gateway/token-bucket.ts';

it('gives the burst at once, then the rate, and saves up no more than the burst', () => {
  let now = 0;
  const bucket = createTokenBucket({ rate: 2, burst: 3 }, () => now);
  const take = (times: number) => Array.from({ length: times }, () => bucket.take());
  expect(take(4)).toEqual([true, true, true, false]);
  now = 499;
  expect(take(1)).toEqual([false]);
  now = 1000;
  expect(take(3)).toEqual([true, true, false]);
  now = 60_000;
  expect(take(4)).toEqual([true, true, true, false]);
});

it('without limits never runs dry', () => {
  const unlimited = Number.POSITIVE_INFINITY;
  const bucket = createTokenBucket({ rate: unlimited, burst: unlimited }, () => 0);
  expect(Array.from({ length: 3 }, () => bucket.take())).toEqual([true, true, true]);
});
