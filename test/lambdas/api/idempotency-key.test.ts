import { describe, expect, it } from 'vitest';
import { transition } from '../../../domain/order/transition.ts';
import type { HttpRequest } from '../events/http-event.ts';
import { anOrderApi } from './an-order-api.ts';
import { expectProblem } from './expect-problem.ts';

const matte = { paper: 'matte', size: 'large', name: 'Shawn' };
const keyed = (key: string, owner = 'shawn'): Partial<HttpRequest> => ({
  owner,
  headers: { 'content-type': 'application/json', 'idempotency-key': key },
});

describe('an Idempotency-Key', () => {
  it('repeated with the same order gives the same 202, with the order as it is now, and says so', async () => {
    const { post, orders } = anOrderApi();
    const first = await post(matte, keyed('k1'));
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    const headers = { ...first.headers, 'idempotency-replayed': 'true' };
    expect(await post(matte, keyed('k1'))).toEqual({ ...first, headers });
    const order = await orders.get(first.body.id);
    if (order?.status !== 'queued') throw new Error('the order should be queued');
    await orders.save(transition(order, { to: 'next' }, order.createdAt), order);
    expect(await post(matte, keyed('k1'))).toMatchObject({
      status: 202,
      headers: { ...headers, etag: '"v2"', 'retry-after': '6' },
      body: { id: first.body.id, status: 'developing' },
    });
  });

  it('of another order is 422 (fault 45)', async () => {
    const { post, queue } = anOrderApi();
    await post(matte, keyed('k1'));
    const { body } = expectProblem(await post({ paper: 'glossy' }, keyed('k1')), 422);
    expect(body.type).toBe('urn:print:problem:idempotency-key-reused');
    expect(queue.sent).toHaveLength(1);
  });

  it('of another customer is another order (fault 46)', async () => {
    const { post } = anOrderApi();
    const [mine, theirs] = [await post(matte, keyed('k1')), await post(matte, keyed('k1', 'gus'))];
    expect(theirs.status).toBe(202);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('cannot be made of the owner’s name to hit another customer’s order (P5)', async () => {
    const { post } = anOrderApi();
    const mine = await post(matte, keyed('b","c', 'a'));
    const theirs = await post(matte, keyed('c', 'a","b'));
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('sent 50 times at once is one order (fault 44)', async () => {
    const { post, orders } = anOrderApi();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(matte, keyed('k1'))));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect((await orders.listByOwner('shawn', { limit: 100 })).orders).toHaveLength(1);
  });

  it.each(['', ' ', 'two words', 'clé', 'a\tb', 'x'.repeat(256)])('%j is 400', async (key) => {
    const { post, orders } = anOrderApi();
    expectProblem(await post(matte, keyed(key)), 400);
    expect((await orders.listByOwner('shawn', { limit: 1 })).orders).toEqual([]);
  });

  it.each(['x', 'x'.repeat(255), '8e03978e-40d5-43e8-bc93-6894a57f9324', '"quoted"'])(
    '%j is good',
    async (key) => {
      expect((await anOrderApi().post(matte, keyed(key))).status).toBe(202);
    },
  );
});
