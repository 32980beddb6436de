import { expect, it } from 'vitest';
import { readChaos } from '../../src/faults/read-chaos.ts';

it('takes a level and a seed, and makes up a seed without', () => {
  expect(readChaos('wild', '42')).toEqual({ level: 'wild', seed: 42 });
  expect(readChaos('mild', undefined)).toEqual({ level: 'mild', seed: expect.any(Number) });
  expect(readChaos(undefined, undefined)).toBeUndefined();
});

it.each([
  ['silly', undefined, '--chaos must be mild or wild, not "silly"'],
  ['mild', 'x', '--seed must be a whole number of up to nine digits, not "x"'],
  ['mild', '-1', '--seed must be a whole number'],
  [undefined, '1', '--seed goes with --chaos mild or --chaos wild'],
])('refuses --chaos %s --seed %s', (level, seed, reason) => {
  expect(() => readChaos(level, seed)).toThrow(reason);
});
