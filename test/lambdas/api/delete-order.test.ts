import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenOrder } from '../../../domain/order/order.ts';
import { orderAtStep } from '../../fakes/an-order.ts';
import { orderIn } from '../../fakes/order-in-every-status.ts';
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

async function end(status: 'ready' | 'failed' | 'cancelled') {
  const stored = (await api.orders.get(order.id)) as OpenOrder;
  await api.orders.save({ ...orderIn(status), revision: stored.revision + 1 }, stored);
}

describe('DELETE /orders/{id}', () => {
  const remove = (more = {}) => api.ask({ method: 'DELETE', path, ...more });

  it('cancels, and cancelling again is the same', async () => {
    const first = await remove();
    expect(first).toMatchObject({
      status: 200,
      headers: { etag: '"v3"' },
      body: { status: 'cancelled', version: 3 },
    });
    expect(await remove()).toEqual(first);
  });

  it.each(['ready', 'failed'] as const)('answers 409 when it is %s', async (status) => {
    await end(status);
    expect(expectProblem(await remove(), 409).body.detail).toContain(status);
  });

  it("answers 404 for another customer's order, for none, and for what is no id", async () => {
    expectProblem(await remove({ owner: 'gus' }), 404);
    expectProblem(await remove({ path: `/orders/${unknownId}` }), 404);
    expectProblem(await remove({ path: '/orders/matte' }), 404);
    expect(await api.orders.get(order.id)).toMatchObject({ status: 'developing' });
  });
});
