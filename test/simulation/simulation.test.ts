import { expect, it } from 'vitest';
import { runHistory } from './history.ts';
import { report } from './report.ts';
import { search } from './search.ts';

const histories = 2000;

it(`keeps every promise in ${histories} histories`, { timeout: 120_000 }, async () => {
  const { seed, orders, faults } = await search({ first: 1, runs: histories });
  if (seed !== undefined) expect.fail(await report(seed));
  expect(orders).toBeGreaterThan(2 * histories);
  expect(faults).toBeGreaterThan(10 * histories);
});

it('tells the same history again for the same seed, and from its decisions alone', async () => {
  const first = await runHistory({ seed: 7, recorded: true });
  const second = await runHistory({ seed: 7 });
  const third = await runHistory({ decisions: first.decisions });
  expect(first.orders.length).toBeGreaterThan(0);
  expect(second).toMatchObject({ orders: first.orders, happenings: first.happenings });
  expect(third).toMatchObject({ orders: first.orders, happenings: first.happenings });
});

it('shows histories of every kind', async () => {
  const statuses = new Set<string>();
  for (let seed = 1; seed <= 200; seed++) {
    for (const { status } of (await runHistory({ seed })).orders) statuses.add(status);
  }
  expect([...statuses].sort()).toEqual(['cancelled', 'failed', 'ready']);
});
