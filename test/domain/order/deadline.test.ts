import { expect, it } from 'vitest';
import { deadlineFor } from '../../../domain/order/deadline.ts';
import { steps, t0 } from '../../fakes/an-order.ts';

const minute = 60_000;

it('the deadline is half as long again as the recipe, and half an hour of grace', () => {
  expect(deadlineFor(steps, t0)).toBe(t0 + 18_000 + 30 * minute);
  expect(deadlineFor([], t0)).toBe(t0 + 30 * minute);
  expect(deadlineFor([{ status: 'developing', kind: 'timed', seconds: 0.001 }], t0)).toBe(
    t0 + 2 + 30 * minute,
  );
});
