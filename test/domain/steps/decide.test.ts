import { describe, expect, it } from 'vitest';
import { transition } from '../../../domain/order/transition.ts';
import { decide } from '../../../domain/steps/decide.ts';
import { claimed, released, renewed } from '../../../domain/steps/lease.ts';
import type { StepMessage } from '../../../domain/steps/step-message.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';

const message = (step: number): StepMessage => ({ v: 2, orderId: queuedOrder().id, step, requeues: 0 });
const developing = orderAtStep(1);
const deps = orderAtStep(2);
const packing = orderAtStep(3);

describe('the rule for one message', () => {
  it('drops the message of an order that is gone', () => {
    expect(decide(message(1), undefined, t0)).toEqual({ do: 'drop', because: 'gone' });
  });

  it('drops the message of an order that has ended', () => {
    const cancelled = transition(developing, { to: 'cancelled' }, t0);
    expect(decide(message(2), cancelled, t0)).toEqual({ do: 'drop', because: 'ended' });
  });

  it('starts the first step of a queued order at once', () => {
    expect(decide(message(1), queuedOrder(), t0)).toMatchObject({ do: 'start' });
  });

  it('waits for what remains of the step before', () => {
    expect(decide(message(2), developing, developing.stepEndsAt - 1500)).toEqual({ do: 'wait', ms: 1500 });
  });

  it('starts a step in the very millisecond in which the one before ends', () => {
    expect(decide(message(2), developing, developing.stepEndsAt)).toMatchObject({ do: 'start' });
  });

  it('passes the message of a timed step on when it came twice (fault 1)', () => {
    expect(decide(message(1), developing, t0)).toMatchObject({ do: 'pass-on' });
  });

  it('drops a message that the order has passed (fault 4)', () => {
    expect(decide(message(1), deps, t0)).toEqual({ do: 'drop', because: 'passed' });
  });

  it('claims work that nobody holds', () => {
    expect(decide(message(3), packing, t0)).toMatchObject({ do: 'claim' });
  });

  const held = claimed(packing, t0, 30_000);

  it('watches a lease, and claims when it was not renewed meanwhile (fault 2)', () => {
    expect(decide(message(3), held, t0)).toEqual({ do: 'watch', observedRevision: held.revision });
    expect(decide({ ...message(3), observedRevision: held.revision }, held, t0)).toMatchObject({
      do: 'claim',
    });
    const alive = renewed(held, t0 + 10_000, 30_000);
    expect(decide({ ...message(3), observedRevision: held.revision }, alive, t0)).toEqual({
      do: 'watch',
      observedRevision: alive.revision,
    });
  });

  it('takes no clock for the end of a lease: they may be minutes apart (fault 22)', () => {
    for (const minutes of [-10, -5, 0, 5, 10]) {
      expect(decide(message(3), held, t0 + minutes * 60_000)).toMatchObject({ do: 'watch' });
    }
  });

  it('claims at once what was given back, whatever the clocks say', () => {
    expect(decide(message(3), released(held), t0 - 5 * 60_000)).toMatchObject({ do: 'claim' });
  });

  it('does not start the step after work that is not done', () => {
    expect(decide(message(4), held, t0)).toEqual({ do: 'wait', ms: 30_000 });
    expect(decide(message(4), packing, t0)).toMatchObject({ do: 'wait' });
  });

  it('passes on for a worker that died after it wrote its work down (fault 19)', () => {
    const workThenTimed = orderAtStep(2, {
      steps: [
        { status: 'packing', kind: 'work', seconds: 1 },
        { status: 'cutting', kind: 'timed', seconds: 1 },
      ],
    });
    expect(decide(message(1), workThenTimed, t0)).toMatchObject({ do: 'pass-on' });
  });

  it('drops the message of work that lies further back: whoever started the step since has sent the next one', () => {
    const workThenTwo = orderAtStep(3, {
      steps: [
        { status: 'packing', kind: 'work', seconds: 1 },
        { status: 'cutting', kind: 'timed', seconds: 1 },
        { status: 'drying', kind: 'timed', seconds: 1 },
      ],
    });
    expect(decide(message(1), workThenTwo, t0)).toEqual({ do: 'drop', because: 'passed' });
  });

  it('looks again later at a message that is ahead of its order', () => {
    expect(decide(message(3), developing, t0)).toMatchObject({ do: 'wait' });
    expect(decide(message(2), queuedOrder(), t0)).toMatchObject({ do: 'wait' });
  });
});
