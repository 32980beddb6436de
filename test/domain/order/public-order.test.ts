import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type PublicOrder, publicOrderSchema, toPublic } from '../../../domain/order/public-order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { claimed } from '../../../domain/steps/lease.ts';
import { task } from '../../fakes/a-task.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { orderIn, orderInEveryStatus } from '../../fakes/order-in-every-status.ts';

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const sharedFields = [
  'id',
  'paper',
  'size',
  'status',
  'version',
  'progress',
  'createdAt',
  'updatedAt',
  'history',
  'links',
];

function fieldsOf(order: object): string[] {
  return Object.keys(order).filter((field) => !sharedFields.includes(field) && field !== 'name');
}

function withoutRequest({ paper, size, name, ...shown }: PublicOrder<typeof task>) {
  return shown;
}

describe('an order as customers see it', () => {
  it('can have every status', () => {
    expect(orderInEveryStatus.map(({ status }) => status).sort()).toEqual([...task.statuses].sort());
  });

  it.each(orderInEveryStatus)('has the published form when $status, and nothing besides', (order) => {
    const shown = toPublic(task, order);
    expect(v.parse(publicOrderSchema, shown)).toEqual(withoutRequest(shown));
    expect(Object.keys(shown)).toEqual(expect.arrayContaining(sharedFields));
    expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
  });

  it.each(orderInEveryStatus)('has times in RFC 3339, UTC, when $status', (order) => {
    const { history, ...shown } = toPublic(task, order);
    const times = Object.entries(shown).filter(([field]) => /At$/.test(field));
    expect([...times.map(([, time]) => time), ...history.map(({ at }) => at)]).toEqual(
      expect.arrayContaining([expect.stringMatching(rfc3339)]),
    );
    for (const [, time] of times) expect(time).toMatch(rfc3339);
    for (const { at } of history) expect(at).toMatch(rfc3339);
  });

  it.each([
    ['queued', ['estimatedReadyAt']],
    ['developing', ['estimatedReadyAt', 'stepStartedAt', 'stepEndsAt']],
    ['ready', ['readyAt', 'result']],
    ['failed', ['failure']],
    ['cancelled', []],
  ] as const)('tells, when %s, of its own: %j', (status, fields) => {
    expect(fieldsOf(toPublic(task, orderIn(status)))).toEqual(fields);
  });

  it("keeps the owner and the service's own affairs to itself", () => {
    const failing = {
      ...claimed(orderAtStep(3, { owner: 'customer-7' }), t0, 1000),
      lastError: 'Error: printer jam',
    };
    const failure = { title: 'Could not be made', detail: 'Order again.' };
    const failed = transition(failing, { to: 'failed', failure, redrivable: true }, t0);
    expect(failed).toMatchObject({ lastError: failing.lastError });
    for (const order of [failing, failed]) {
      const shown = JSON.stringify(toPublic(task, order));
      expect(shown).not.toMatch(/customer-7|revision|lease|fence|deadline|sweeps|steps"|printer jam/);
    }
  });

  it('carries the result of the work when it is ready, and the reason when it failed', () => {
    expect(toPublic(task, orderIn('ready')).result).toEqual({ packing: { code: 'A2B3' } });
    expect(toPublic(task, orderIn('failed')).failure?.title).toBe('Out of beans');
  });

  it('tells no result before it is ready', () => {
    const early = queuedOrder({ results: { packing: 'secret' } });
    expect(toPublic(task, early)).not.toHaveProperty('result');
  });

  it('has a link to itself and the name as given', () => {
    const order = queuedOrder({ request: { paper: 'matte', size: 'medium', name: 'Shawn' } });
    expect(toPublic(task, order)).toMatchObject({ name: 'Shawn', links: { self: `/orders/${order.id}` } });
    expect(toPublic(task, queuedOrder())).not.toHaveProperty('name');
  });

  it.each([
    ['queued', queuedOrder(), 12],
    ['in its first step', orderAtStep(1), 12],
    ['in its last step', orderAtStep(3), 12],
  ])('is expected by its recipe when %s', (_, order, seconds) => {
    expect(toPublic(task, order).estimatedReadyAt).toBe(new Date(t0 + seconds * 1000).toISOString());
  });

  it('is expected later when a step started late', () => {
    const late = transition(orderAtStep(1), { to: 'next' }, t0 + 10_000);
    expect(toPublic(task, late).estimatedReadyAt).toBe(new Date(t0 + 18_000).toISOString());
  });
});
