import { expect, it } from 'vitest';
import { search } from './search.ts';

it('keeps every promise in two thousand histories of faults', async () => {
  const { seed, promise, orders, faults } = await search({ first: 1, runs: 2000 });
  expect({ seed, promise }).toEqual({ seed: undefined, promise: undefined });
  expect(orders).toBeGreaterThan(2000);
  expect(faults).toBeGreaterThan(2000);
}, 120_000);
