import { expect, it } from 'vitest';
import { physicalName } from '../../src/template/physical-name.ts';
import { context } from '../endpoint/data-plane.ts';

it('names a resource after its stack and logical id', () => {
  expect(physicalName('SlipRail', context, 80)).toBe('App-SlipRail');
});

it('shortens a long name without letting two become one', () => {
  const [one, other] = ['A', 'B'].map((end) => physicalName(`${'Long'.repeat(30)}${end}`, context, 64));
  expect(one).toHaveLength(64);
  expect(one).not.toBe(other);
});
