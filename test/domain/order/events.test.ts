import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { cloudEventSchema, eventOf } from '../../../domain/order/events.ts';
import { toPublic } from '../../../domain/order/public-order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { task } from '../../fakes/a-task.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { orderIn, orderInEveryStatus } from '../../fakes/order-in-every-status.ts';

describe('the event of an order', () => {
  it.each(orderInEveryStatus)('is a CloudEvent when $status', (order) => {
    const event = eventOf(task, order);
    expect(v.is(cloudEventSchema, event)).toBe(true);
    expect(event).toMatchObject({
      specversion: '1.0',
      id: `${order.id}:${order.version}`,
      source: `/orders/${order.id}`,
      type: `print.${order.status}`,
      subject: order.id,
      time: new Date(order.updatedAt).toISOString(),
      datacontenttype: 'application/json',
      data: { order: toPublic(task, order) },
    });
    expect(event.data.message).toMatch(/^\S.*[.!]$/);
  });

  it('is the same however often it is made, and another for another version (fault 26)', () => {
    expect(eventOf(task, orderAtStep(2))).toEqual(eventOf(task, orderAtStep(2)));
    expect(eventOf(task, orderAtStep(2)).id).not.toBe(eventOf(task, orderAtStep(3)).id);
  });

  it('says it in words', () => {
    expect(eventOf(task, orderAtStep(2)).data.message).toBe('Printing your matte print.');
    expect(eventOf(task, queuedOrder({ request: { paper: 'canvas', size: 'small' } })).data.message).toBe(
      'Your canvas print is in the queue.',
    );
    expect(eventOf(task, orderIn('ready')).data.message).toBe('Your print is ready.');
  });

  it('is sent without a result that is too large for a message, and says where that is (fault 58)', () => {
    const large = { report: 'x'.repeat(130 * 1024) };
    const order = transition(orderAtStep(3), { to: 'next', result: large }, t0);
    const { data, id } = eventOf(task, order);
    expect(data.order).not.toHaveProperty('result');
    expect(data).toMatchObject({ resultAt: `/orders/${order.id}`, order: { status: 'ready' } });
    expect(id).toBe(`${order.id}:${order.version}`);
  });

  it('has its result as long as all of it is at most 128 KB', () => {
    const sizeOf = (bytes: number) => {
      const result = { report: 'x'.repeat(bytes) };
      return JSON.stringify(eventOf(task, transition(orderAtStep(3), { to: 'next', result }, t0))).length;
    };
    const spare = 128 * 1024 - (sizeOf(100_000) - 100_000);
    expect(sizeOf(spare)).toBe(128 * 1024);
    expect(sizeOf(spare + 1)).toBeLessThan(2000);
  });
});
