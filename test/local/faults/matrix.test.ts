import { expect, it } from 'vitest';
import type { Row } from '../../faults/matrix.ts';
import { shortcomings } from '../../faults/shortcomings.ts';

const row: Row = {
  title: 'messages out of order',
  numbers: '4',
  struck: 1,
  seconds: 1,
  verdict: {
    accepted: 1,
    terminal: 1,
    lost: 0,
    ready: 1,
    failed: 0,
    cancelled: 0,
    suppressed: 0,
    effects: 1,
    missed: 0,
    broken: { P1: [] },
  },
};

it('passes a row whose fault struck, and the one without faults', () => {
  expect(shortcomings(row)).toEqual([]);
  expect(shortcomings({ ...row, title: 'nothing', numbers: '', struck: 0 })).toEqual([]);
});

it('fails a row whose fault never struck, by its title', () => {
  expect(shortcomings({ ...row, struck: 0 })).toEqual([
    expect.stringMatching(/^"messages out of order" never struck: /),
  ]);
});

it('fails a row with a broken promise, and says how', () => {
  const verdict = { ...row.verdict, broken: { P1: ['order 1: open'], P2: [] } };
  expect(shortcomings({ ...row, verdict })).toEqual(['P1 broken: order 1: open']);
});
