import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpen, type OpenOrder, type Order } from '../../../domain/order/order.ts';
import { type Change, transition } from '../../../domain/order/transition.ts';
import { orderAtStep, queuedOrder, steps, t0 } from '../../fakes/an-order.ts';

const minute = 60_000;

describe('a transition', () => {
  it('starts the first step of a queued order', () => {
    const order = transition(queuedOrder(), { to: 'next' }, t0 + 1000);
    expect(order).toMatchObject({
      status: 'developing',
      step: 1,
      version: 2,
      progress: 0,
      stepStartedAt: t0 + 1000,
      stepEndsAt: t0 + 5000,
      updatedAt: t0 + 1000,
    });
    expect(order.history).toEqual([
      { status: 'queued', at: t0 },
      { status: 'developing', at: t0 + 1000 },
    ]);
  });

  it('shows the share of the recipe that is done when a step starts', () => {
    expect(orderAtStep(2).progress).toBeCloseTo(4 / 12, 3);
    expect(orderAtStep(3).progress).toBeCloseTo(10 / 12, 3);
  });

  it('claims a step that is work in the same write, with the revision as fencing number', () => {
    const order = transition(orderAtStep(2), { to: 'next', leaseMs: 30_000 }, t0 + minute);
    expect(order).toMatchObject({ status: 'packing', lease: { until: t0 + minute + 30_000 } });
    expect('lease' in order && order.lease?.fence).toBe(order.revision);
  });

  it('makes the order ready after the last step, with what the work made', () => {
    const order = transition(orderAtStep(3), { to: 'next', result: { label: 'MATTE' } }, t0 + minute);
    expect(order).toMatchObject({
      status: 'ready',
      readyAt: t0 + minute,
      progress: 1,
      results: { packing: { label: 'MATTE' } },
    });
  });

  it('writes down no result of a step that made none', () => {
    expect(transition(orderAtStep(1), { to: 'next' }, t0 + minute).results).toStrictEqual({});
  });

  it('leaves nothing of a step behind when the order ends', () => {
    const claimed = transition(orderAtStep(2), { to: 'next', leaseMs: 1 }, t0 + minute);
    if (!isOpen(claimed)) throw new Error('the order should be open');
    for (const change of endings) {
      const ended = transition(claimed, change, t0 + minute);
      expect(Object.keys(ended)).not.toEqual(expect.arrayContaining(['lease']));
      expect(ended).not.toHaveProperty('stepEndsAt');
    }
  });

  it('keeps the reason of a failure', () => {
    const failure = { title: 'Out of beans', detail: 'Come back tomorrow.' };
    expect(transition(orderAtStep(1), { to: 'failed', failure }, t0)).toMatchObject({
      status: 'failed',
      failure,
    });
  });

  it('counts reported progress within the share of its step', () => {
    const order = transition(orderAtStep(3), { to: 'progress', fraction: 0.5, leaseMs: 1 }, t0 + minute);
    expect(order.progress).toBeCloseTo(11 / 12, 3);
    expect(order.history).toHaveLength(4);
  });

  it('renews the lease and changes no version when progress is reported that nobody can see', () => {
    const claimed = transition(orderAtStep(2), { to: 'next', leaseMs: 1000 }, t0 + minute);
    const same = transition(
      claimed as OpenOrder,
      { to: 'progress', fraction: 0, leaseMs: 1000 },
      t0 + 2 * minute,
    );
    expect(same).toEqual({
      ...claimed,
      revision: claimed.revision + 1,
      lease: { fence: claimed.revision, until: t0 + 2 * minute + 1000 },
    });
  });

  it('refuses progress of an order that nobody works on', () => {
    expect(() => transition(queuedOrder(), { to: 'progress', fraction: 1, leaseMs: 1 }, t0)).toThrow(
      'under way',
    );
  });

  it('takes a clock that went back for one that stands still (fault 22)', () => {
    const order = transition(orderAtStep(1), { to: 'next' }, t0 - 5 * minute);
    expect(order.updatedAt).toBe(orderAtStep(1).updatedAt);
    expect(order).toMatchObject({ stepStartedAt: order.updatedAt });
  });

  it('keeps version, progress and time from falling, whatever comes in whatever order (P2)', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyChange, fc.integer({ min: -minute, max: minute }))), (changes) => {
        let order: Order = queuedOrder();
        for (const [change, skew] of changes) {
          if (!isOpen(order) || (order.status === 'queued' && change.to === 'progress')) break;
          const next: Order = transition(order, change, order.updatedAt + skew);
          expect(next.version).toBe(order.version + visible(change, next, order));
          expect(next.revision).toBe(order.revision + 1);
          expect(next.progress).toBeGreaterThanOrEqual(order.progress);
          expect(next.progress).toBeLessThanOrEqual(1);
          expect(next.updatedAt).toBeGreaterThanOrEqual(order.updatedAt);
          expect(next.step).toBeLessThanOrEqual(steps.length);
          order = next;
        }
      }),
    );
  });
});

function visible(change: Change, next: Order, order: Order): 0 | 1 {
  return change.to === 'progress' && next.progress === order.progress ? 0 : 1;
}

const endings: readonly Change[] = [
  { to: 'next', result: 1 },
  { to: 'failed', failure: { title: 'no', detail: 'no' } },
  { to: 'cancelled' },
];

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom(...endings),
  fc.record({
    to: fc.constant('progress' as const),
    fraction: fc.double({ min: -1, max: 2 }),
    leaseMs: fc.constant(1000),
  }),
);
