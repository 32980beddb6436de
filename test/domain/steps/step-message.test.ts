import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { claimed } from '../../../domain/steps/lease.ts';
import { nextSlip, putBack, slipSchema } from '../../../domain/steps/step-message.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';

const { id } = queuedOrder();
const grinding = orderAtStep(1);
const labelling = orderAtStep(3);

describe('the slip that an open order needs to go on', () => {
  it('starts a queued order at once', () => {
    expect(nextSlip(queuedOrder(), t0)).toEqual({
      slip: { v: 1, orderId: id, step: 1, hops: 0 },
      delaySeconds: 0,
    });
  });

  it('starts the next step when the one under way ends', () => {
    expect(nextSlip(grinding, t0)).toMatchObject({ slip: { step: 2 }, delaySeconds: 4 });
  });

  it('comes rather too early than too late: whole seconds, rounded down', () => {
    expect(nextSlip(grinding, t0 + 1)).toMatchObject({ delaySeconds: 3 });
  });

  it('comes at once when the step has ended long ago', () => {
    expect(nextSlip(grinding, t0 + 60_000)).toMatchObject({ delaySeconds: 0 });
  });

  it('is that of the same step while it is work, when its lease runs out', () => {
    expect(nextSlip(labelling, t0)).toMatchObject({ slip: { step: 3 }, delaySeconds: 0 });
    expect(nextSlip(claimed(labelling, t0, 30_000), t0)).toMatchObject({ delaySeconds: 30 });
  });

  it('is never delayed by more than the queue can', () => {
    const steps = [{ status: 'steeping', kind: 'timed', seconds: 86_400 }] as const;
    expect(nextSlip(orderAtStep(1, { steps }), t0)).toMatchObject({ delaySeconds: 900 });
  });
});

describe('a slip that is put back', () => {
  it('counts its hops', () => {
    const slip = { v: 1 as const, orderId: id, step: 2, hops: 6 };
    expect(putBack(slip, 2500)).toEqual({ slip: { ...slip, hops: 7 }, delaySeconds: 2 });
  });
});

describe('the form of a slip', () => {
  const good = { v: 1, orderId: id, step: 1, hops: 0 };

  it('is kept on its way through the queue', () => {
    const { slip } = nextSlip(queuedOrder(), t0);
    for (const sent of [slip, { ...slip, saw: 3 }, { ...slip, again: true }]) {
      expect(v.parse(slipSchema, JSON.parse(JSON.stringify(sent)))).toEqual(sent);
    }
  });

  it('may lack what older versions did not know, and have what later ones know (fault 7)', () => {
    const slip = v.parse(slipSchema, { orderId: id, step: 1, colour: 'red' });
    expect(slip).toEqual({ ...good, colour: 'red' });
    expect(putBack(slip, 1000).slip).toEqual({ ...good, colour: 'red', hops: 1 });
  });

  it.each([
    ['a newer version (fault 7)', { ...good, v: 2 }],
    ['no order', { ...good, orderId: undefined }],
    ['an id that is none', { ...good, orderId: 'latte' }],
    ['step 0', { ...good, step: 0 }],
    ['half a step', { ...good, step: 1.5 }],
    ['a step beyond any recipe', { ...good, step: 1001 }],
    ['negative hops', { ...good, hops: -1 }],
    ['text', 'slip'],
  ])('is refused with %s', (_, slip) => {
    expect(v.is(slipSchema, slip)).toBe(false);
  });
});
