import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { claimed } from '../../../domain/steps/lease.ts';
import { nextMessage, requeued, stepMessageSchema } from '../../../domain/steps/step-message.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';

const { id } = queuedOrder();
const developing = orderAtStep(1);
const packing = orderAtStep(3);

describe('the message that an open order needs to go on', () => {
  it('starts a queued order at once', () => {
    expect(nextMessage(queuedOrder(), t0)).toEqual({
      message: { v: 2, orderId: id, step: 1, requeues: 0 },
      delaySeconds: 0,
    });
  });

  it('starts the next step when the one under way ends', () => {
    expect(nextMessage(developing, t0)).toMatchObject({ message: { step: 2 }, delaySeconds: 4 });
  });

  it('comes rather too early than too late: whole seconds, rounded down', () => {
    expect(nextMessage(developing, t0 + 1)).toMatchObject({ delaySeconds: 3 });
  });

  it('comes at once when the step has ended long ago', () => {
    expect(nextMessage(developing, t0 + 60_000)).toMatchObject({ delaySeconds: 0 });
  });

  it('is that of the same step while it is work, when its lease runs out', () => {
    expect(nextMessage(packing, t0)).toMatchObject({ message: { step: 3 }, delaySeconds: 0 });
    expect(nextMessage(claimed(packing, t0, 30_000), t0)).toMatchObject({ delaySeconds: 30 });
  });

  it('is never delayed by more than the queue can', () => {
    const steps = [{ status: 'stretching', kind: 'timed', seconds: 86_400 }] as const;
    expect(nextMessage(orderAtStep(1, { steps }), t0)).toMatchObject({ delaySeconds: 900 });
  });
});

describe('a message that is requeued', () => {
  it('counts its requeues', () => {
    const message = { v: 2 as const, orderId: id, step: 2, requeues: 6 };
    expect(requeued(message, 2500)).toEqual({ message: { ...message, requeues: 7 }, delaySeconds: 2 });
  });
});

describe('the form of a message', () => {
  const good = { v: 2, orderId: id, step: 1, requeues: 0 };

  it('is kept on its way through the queue', () => {
    const { message } = nextMessage(queuedOrder(), t0);
    for (const sent of [message, { ...message, observedRevision: 3 }, { ...message, redrive: true }]) {
      expect(v.parse(stepMessageSchema, JSON.parse(JSON.stringify(sent)))).toEqual(sent);
    }
  });

  it('may lack what older code did not know, and have what newer code knows (fault 7)', () => {
    const message = v.parse(stepMessageSchema, { orderId: id, step: 1, colour: 'red' });
    expect(message).toEqual({ ...good, colour: 'red' });
    expect(requeued(message, 1000).message).toEqual({ ...good, colour: 'red', requeues: 1 });
  });

  it.each([
    [{ v: 1, hops: 3 }, { requeues: 3 }],
    [
      { v: 1, hops: 3, saw: 7, looks: 2 },
      { requeues: 3, observedRevision: 7, leaseChecks: 2 },
    ],
    [{ again: true }, { redrive: true }],
  ])('of version 1 had other names: %j (fault 7)', (old, now) => {
    const message = v.parse(stepMessageSchema, { orderId: id, step: 1, ...old });
    expect(message).toEqual({ ...good, ...now });
  });

  it.each([
    ['a newer version (fault 7)', { ...good, v: 3 }],
    ['no order', { ...good, orderId: undefined }],
    ['an id that is none', { ...good, orderId: 'matte' }],
    ['step 0', { ...good, step: 0 }],
    ['half a step', { ...good, step: 1.5 }],
    ['a step beyond any recipe', { ...good, step: 1001 }],
    ['negative requeues', { ...good, requeues: -1 }],
    ['negative requeues of version 1', { orderId: id, step: 1, hops: -1 }],
    ['text', 'message'],
  ])('is refused with %s', (_, message) => {
    expect(v.is(stepMessageSchema, message)).toBe(false);
  });
});
