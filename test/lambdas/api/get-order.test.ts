import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenOrder } from '../../../domain/order/order.ts';
import { toPublic } from '../../../domain/order/public-order.ts';
import { UnreadableOrderError } from '../../../domain/order/unreadable-order-error.ts';
import { task } from '../../fakes/a-task.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { orderIn } from '../../fakes/order-in-every-status.ts';
import { UnreachableOrderRepository } from '../../fakes/unreachable-order-repository.ts';
import { captureLogs } from '../captured-logs.ts';
import { anOrderApi } from './an-order-api.ts';
import { expectProblem } from './expect-problem.ts';

const order = orderAtStep(1);
const path = `/orders/${order.id}`;
const unknownId = '0197f3a0-0000-7000-8000-0000000000ff';
let api: ReturnType<typeof anOrderApi>;

beforeEach(async () => {
  api = anOrderApi();
  await api.orders.create(order);
});

const get = (headers: Record<string, string> = {}, more = {}) => api.ask({ path, headers, ...more });

async function end(status: 'ready' | 'failed' | 'cancelled') {
  const stored = (await api.orders.get(order.id)) as OpenOrder;
  await api.orders.save({ ...orderIn(status), revision: stored.revision + 1 }, stored);
}

describe('GET /orders/{id}', () => {
  it('gives the order, its version, and the seconds until the next change', async () => {
    api.clock.set(t0 + 1500);
    expect(await get()).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json', etag: '"v2"', 'retry-after': '3' },
      body: toPublic(task, order),
    });
  });

  it('asks for patience of a second at least', async () => {
    api.clock.set(order.stepEndsAt + 60_000);
    expect((await get()).headers['retry-after']).toBe('1');
  });

  it.each(['ready', 'failed', 'cancelled'] as const)('does not ask to come again once %s', async (status) => {
    await end(status);
    const { headers, body } = await get();
    expect(body.status).toBe(status);
    expect(headers).not.toHaveProperty('retry-after');
  });

  it('takes an id in capital letters', async () => {
    const upper = queuedOrder({ id: '0197f3a0-0000-7000-8000-00000000abcd' });
    await api.orders.create(upper);
    expect((await api.ask({ path: `/orders/${upper.id.toUpperCase()}` })).status).toBe(200);
  });

  it("tells nobody of another customer's order: it looks as if it did not exist (fault 42)", async () => {
    const other = expectProblem(await get({}, { owner: 'gus' }), 404);
    const absent = expectProblem(await api.ask({ path: `/orders/${unknownId}` }), 404);
    expect(other).toEqual(absent);
  });

  it.each(['matte', '..', '%00', '%F0%9F%8D%8D', '1', `${unknownId}0`, '__proto__'])(
    'knows no order %j, and does not ask the table',
    async (id) => {
      const { ask } = anOrderApi({ orders: new UnreachableOrderRepository() });
      expectProblem(await ask({ path: `/orders/${id}` }), 404);
    },
  );

  it('is a problem that says no more than that when its row cannot be read (fault 57)', async () => {
    const logs = captureLogs();
    const { ask, orders } = anOrderApi();
    orders.get = (id) => Promise.reject(new UnreadableOrderError(id, false, 'history is missing or wrong'));
    const { body, headers } = expectProblem(await ask({ path: `/orders/${queuedOrder().id}` }), 500);
    expect(body).toMatchObject({ title: 'Unreadable order' });
    expect(headers).not.toHaveProperty('retry-after');
    expect(JSON.stringify(body)).not.toContain('history');
    expect(logs).toMatchObject([[{ message: 'request failed', error: { orderId: queuedOrder().id } }]]);
  });
});
