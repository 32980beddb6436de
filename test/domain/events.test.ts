import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { cloudEventSchema, eventOf } from '../../domain/events.ts';
import { toPublic } from '../../domain/public-order.ts';
import { orderAtStep, queuedOrder } from '../fakes/an-order.ts';
import { orderIn, orderInEveryStatus } from '../fakes/order-in-every-status.ts';

describe('the event of an order', () => {
  it.each(orderInEveryStatus)('is a CloudEvent when $status', (order) => {
    const event = eventOf(order);
    expect(v.parse(cloudEventSchema, event)).toEqual(event);
    expect(event).toMatchObject({
      specversion: '1.0',
      id: `${order.id}:${order.version}`,
      source: `/orders/${order.id}`,
      type: `coffee.${order.status}`,
      subject: order.id,
      time: new Date(order.updatedAt).toISOString(),
      datacontenttype: 'application/json',
      data: { order: toPublic(order) },
    });
    expect(event.data.message).toMatch(/^\S.*[.!]$/);
  });

  it('is the same however often it is made, and another for another version (fault 26)', () => {
    expect(eventOf(orderAtStep(2))).toEqual(eventOf(orderAtStep(2)));
    expect(eventOf(orderAtStep(2)).id).not.toBe(eventOf(orderAtStep(3)).id);
  });

  it('says it in words', () => {
    expect(eventOf(orderAtStep(2)).data.message).toBe('Brewing your latte.');
    expect(eventOf(queuedOrder({ drink: 'cold-brew' })).data.message).toBe(
      'Your cold brew is on the slip rail.',
    );
    expect(eventOf(orderIn('ready')).data.message).toBe('Your coffee is ready! Come grab it!');
  });
});
