import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenOrder } from '../../../domain/order/order.ts';
import { toPublic } from '../../../domain/order/public-order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { task } from '../../fakes/a-task.ts';
import { orderAtStep, queuedOrder, t0 } from '../../fakes/an-order.ts';
import { anOrderApi } from './an-order-api.ts';
import { expectProblem } from './expect-problem.ts';

const order = orderAtStep(1);
let api: ReturnType<typeof anOrderApi>;

beforeEach(async () => {
  api = anOrderApi();
  await api.orders.create(order);
});

const idOf = (n: number) => `0197f3a0-0000-7000-8000-1000000000${String(n).padStart(2, '0')}`;

describe('GET /orders', () => {
  const list = (query?: Record<string, string>, owner = 'shawn') =>
    api.ask({ path: '/orders', owner, ...(query && { query }) });

  async function place(count: number) {
    for (let n = 1; n <= count; n++) {
      await api.orders.create(queuedOrder({ id: idOf(n), owner: 'gus', createdAt: t0 + n }));
    }
  }

  it("gives one's own orders only", async () => {
    await place(2);
    expect(await list()).toMatchObject({ status: 200, body: { items: [toPublic(task, order)] } });
    expect((await list()).body).not.toHaveProperty('nextCursor');
    expect((await list(undefined, 'lassiter')).body).toEqual({ items: [] });
  });

  it('gives the newest first, page by page, each once', async () => {
    await place(5);
    const ids: string[][] = [];
    let query: Record<string, string> | undefined = { limit: '2' };
    while (query) {
      const { body } = await list(query, 'gus');
      ids.push(body.items.map(({ id }: { id: string }) => id));
      query = body.nextCursor && { limit: '2', cursor: body.nextCursor };
    }
    expect(ids).toEqual([[idOf(5), idOf(4)], [idOf(3), idOf(2)], [idOf(1)]]);
  });

  it('gives 20 unless asked otherwise', async () => {
    await place(25);
    const { body } = await list(undefined, 'gus');
    expect(body.items).toHaveLength(20);
    expect(body.nextCursor).toMatch(/^[0-9a-f]{44}$/);
    expect((await list({ limit: '100' }, 'gus')).body.items).toHaveLength(25);
  });

  it('gives those of one status', async () => {
    await place(3);
    const third = (await api.orders.get(idOf(3))) as OpenOrder;
    await api.orders.save(transition(third, { to: 'cancelled' }, t0), third);
    expect((await list({ status: 'cancelled' }, 'gus')).body.items).toMatchObject([{ id: idOf(3) }]);
    expect((await list({ status: 'queued' }, 'gus')).body.items).toHaveLength(2);
  });

  it("opens nothing with another customer's cursor", async () => {
    await place(3);
    const { body } = await list({ limit: '1' }, 'gus');
    expect((await list({ cursor: body.nextCursor })).body).toEqual({ items: [toPublic(task, order)] });
  });

  it('takes whatever has the form of a cursor for a place, as the contract says', async () => {
    await place(3);
    const all = (await list(undefined, 'gus')).body;
    expect((await list({ cursor: 'f'.repeat(44) }, 'gus')).body).toEqual(all);
    expect((await list({ cursor: '0'.repeat(44) }, 'gus')).body).toEqual({ items: [] });
  });

  it.each([
    ['limit', '0'],
    ['limit', '101'],
    ['limit', '1.5'],
    ['limit', '-1'],
    ['limit', ''],
    ['limit', '1e2'],
    ['limit', '10,20'],
    ['cursor', ''],
    ['cursor', 'xyz'],
    ['cursor', '0'.repeat(43)],
    ['cursor', '0'.repeat(45)],
    ['cursor', 'F'.repeat(44)],
    ['cursor', 'g'.repeat(44)],
    ['cursor', `${'0'.repeat(44)},${'0'.repeat(44)}`],
    ['status', 'tea'],
    ['status', ''],
    ['page', '2'],
    ['__proto__', 'x'],
  ])('answers ?%s=%s with 422 and the name of the parameter', async (name, value) => {
    const query = JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`);
    const answer = expectProblem(await list(query), 422);
    expect(answer.body.errors).toMatchObject([{ pointer: name, detail: expect.stringMatching(/./) }]);
  });

  it('names every wrong parameter', async () => {
    const { body } = await list({ limit: '0', cursor: 'x', status: 'y', a: '1', b: '2' });
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      'limit',
      'cursor',
      'status',
      'a',
      'b',
    ]);
    expect(body.errors[2].detail).toMatch(/^must be one of: queued, developing, .*cancelled$/);
  });
});

describe('orders with large results', () => {
  const large = { report: '"'.repeat(60_000) };

  /** Ready, with 120 KB of JSON that are 240 KB of text within JSON. */
  async function placeReady(count: number) {
    for (let n = 1; n <= count; n++) {
      const open = orderAtStep(3, { id: idOf(n), owner: 'gus', createdAt: t0 + n });
      await api.orders.create(transition(open, { to: 'next', result: large }, t0 + 60_000));
    }
  }

  it('end their page before the answer is too large for Lambda, and go on with the next one', async () => {
    await placeReady(35);
    const pages: number[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const query = { limit: '100', ...(cursor !== '' && { cursor }) };
      const { body } = await api.ask({ path: '/orders', owner: 'gus', query });
      expect(Buffer.byteLength(JSON.stringify(JSON.stringify(body)))).toBeLessThan(6 * 1024 * 1024);
      pages.push(body.items.length);
      cursor = body.nextCursor;
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.reduce((sum, items) => sum + items, 0)).toBe(35);
  });
});
