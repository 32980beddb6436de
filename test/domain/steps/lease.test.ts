import { describe, expect, it } from 'vitest';
import { claimed, isFree, leaseRemainingMs, released, renewed } from '../../../domain/steps/lease.ts';
import { orderAtStep, t0 } from '../../fakes/an-order.ts';

const leaseMs = 30_000;
const free = orderAtStep(3);
const held = claimed(free, t0, leaseMs);

describe('a lease', () => {
  it('lasts its whole length again from when it is renewed, for the same fence', () => {
    const later = renewed(held, t0 + 20_000, leaseMs);
    expect(leaseRemainingMs(later, t0 + 20_000)).toBe(leaseMs);
    expect(later.lease?.fence).toBe(held.lease?.fence);
  });

  it('that has run out has nothing left, and is not free for that', () => {
    expect(leaseRemainingMs(held, t0 + 2 * leaseMs)).toBe(0);
    expect(isFree(held)).toBe(false);
  });

  it('is claimed with a higher fence after it was given back', () => {
    const returned = released(held);
    expect(isFree(returned)).toBe(true);
    expect(claimed(returned, t0, leaseMs).lease?.fence).toBeGreaterThan(held.lease?.fence ?? 0);
  });

  it('is nothing that a customer sees', () => {
    for (const { version, updatedAt } of [held, renewed(held, t0, leaseMs), released(held)]) {
      expect({ version, updatedAt }).toEqual({ version: free.version, updatedAt: free.updatedAt });
    }
  });

  it('cannot be renewed or given back by who has none', () => {
    expect(() => renewed(free, t0, leaseMs)).toThrow('no lease');
    expect(() => released(free)).toThrow('no lease');
  });
});
