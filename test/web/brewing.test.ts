import { describe, expect, it } from 'vitest';
import type { PublicOrder } from '../../coffee/client/index.ts';
import { isLate, progressAt, secondsLeft } from '../../web/brewing.ts';

const noon = Date.parse('2026-01-01T12:00:00Z');
const at = (seconds: number) => new Date(noon + seconds * 1000).toISOString();

/** Ten of twenty seconds of brewing, after five of grinding; five of pouring follow. */
const brewing: PublicOrder = {
  id: '1',
  drink: 'latte',
  size: 'medium',
  status: 'brewing',
  version: 3,
  progress: 0.25,
  createdAt: at(-5),
  updatedAt: at(0),
  stepStartedAt: at(0),
  stepEndsAt: at(10),
  estimatedReadyAt: at(15),
  history: [],
  links: { self: '/orders/1' },
};

describe('progress between two changes', () => {
  it.each([
    [-60, 0.25],
    [0, 0.25],
    [5, 0.5],
    [10, 0.75],
    [60, 0.75],
  ])('%i s into the step it is %d', (seconds, progress) => {
    expect(progressAt(brewing, noon + seconds * 1000)).toBeCloseTo(progress, 10);
  });

  it('goes on from what a working step reported', () => {
    const reported = { ...brewing, progress: 0.6, updatedAt: at(4) };
    expect(progressAt(reported, noon + 4000)).toBe(0.6);
    expect(progressAt(reported, noon + 10_000)).toBeCloseTo(0.6 + 0.4 * (6 / 11), 10);
  });

  it('stands still where no step runs', () => {
    const { stepStartedAt, stepEndsAt, ...queued } = brewing;
    expect(progressAt({ ...queued, status: 'queued', progress: 0 }, noon + 5000)).toBe(0);
    const { estimatedReadyAt, ...ready } = queued;
    expect(progressAt({ ...ready, status: 'ready', progress: 1 }, noon)).toBe(1);
  });

  it('bears a recipe that takes no time', () => {
    const instant = { ...brewing, stepEndsAt: at(0), estimatedReadyAt: at(0) };
    expect(progressAt(instant, noon)).toBe(1);
  });
});

describe('a step', () => {
  it.each([
    [9, false],
    [14, false],
    [16, true],
  ])('that was to take ten seconds: late after %i s is %s', (seconds, late) => {
    expect(isLate(brewing, noon + seconds * 1000)).toBe(late);
  });

  it('that takes longer, but tells of its progress, is not late', () => {
    const working = { ...brewing, updatedAt: at(30) };
    expect([34, 36].map((seconds) => isLate(working, noon + seconds * 1000))).toEqual([false, true]);
  });

  it('that has not begun is not late', () => {
    const { stepStartedAt, stepEndsAt, ...queued } = brewing;
    expect(isLate(queued, noon + 60_000)).toBe(false);
  });
});

it('time left is told in whole seconds and never below none', () => {
  expect(secondsLeft(brewing, noon)).toBe(15);
  expect(secondsLeft(brewing, noon + 14_200)).toBe(1);
  expect(secondsLeft(brewing, noon + 99_000)).toBe(0);
  const { estimatedReadyAt, ...ended } = brewing;
  expect(secondsLeft(ended, noon)).toBeUndefined();
});
