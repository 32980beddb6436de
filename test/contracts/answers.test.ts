import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { menuSchema, pageSchema } from '../../contracts/component-schemas.ts';
import { problems } from '../../contracts/problems.ts';
import type { OpenOrder, Order } from '../../domain/order.ts';
import { publicOrderSchema } from '../../domain/public-order.ts';
import { problemSchema } from '../../lambdas/api/problem.ts';
import { orderIn } from '../fakes/order-in-every-status.ts';
import { UnreachableOrderBook } from '../fakes/unreachable-order-book.ts';
import { type Answer, aCounter, postOf } from '../lambdas/api/a-counter.ts';
import { captureLogs } from '../lambdas/captured-logs.ts';

/** Unknown fields are dropped by the schemas: what comes out unchanged has none. */
function expectToBe(schema: v.GenericSchema, body: unknown): void {
  expect(v.parse(schema, body)).toEqual(body);
}

describe('the answers of the counter are those of the contract', () => {
  it('orders, one page of them, the menu', async () => {
    const { ask, post } = aCounter();
    const placed = await post({ drink: 'latte', name: 'Shawn' });
    await post({ drink: 'espresso' });
    expectToBe(publicOrderSchema, placed.body);
    expectToBe(publicOrderSchema, (await ask({ method: 'GET', path: `/orders/${placed.body.id}` })).body);
    expectToBe(publicOrderSchema, (await ask({ method: 'DELETE', path: `/orders/${placed.body.id}` })).body);
    const page = await ask({ method: 'GET', path: '/orders', query: { limit: '1' } });
    expectToBe(pageSchema, page.body);
    expect(page.body.nextCursor).toBeDefined();
    expectToBe(menuSchema, (await ask({ method: 'GET', path: '/menu' })).body);
  });

  it.each(problems.map((problem) => [problem.title, problem] as const))(
    'problems: %s',
    async (title, problem) => {
      captureLogs();
      const answer = await provoke(title);
      expectToBe(problemSchema, answer.body);
      expect(answer).toMatchObject({ status: problem.status, body: problem });
    },
  );
});

const latte = { drink: 'latte' };

async function provoke(title: string): Promise<Answer> {
  const { ask, post, orders } = aCounter();
  const keyed = { headers: { 'content-type': 'application/json', 'idempotency-key': 'k1' } };
  const ready = orderIn('ready');
  const requests: Record<string, () => Promise<Answer>> = {
    'Malformed body': () => post('{'),
    'Invalid idempotency key': () => ask(postOf(latte, { 'idempotency-key': ' ' })),
    'No customer': () => ask({ path: '/orders', owner: '' }),
    'Unknown route': () => ask({ path: '/tea', routeKey: '$default' }),
    'Unknown order': () => ask({ path: '/orders/0' }),
    'Method not allowed': () => ask({ method: 'PUT', path: '/orders', routeKey: '$default' }),
    'Too late to cancel': async () => {
      await orders.create(ready as Order as OpenOrder);
      return ask({ method: 'DELETE', path: `/orders/${ready.id}` });
    },
    'Precondition failed': () => ask({ path: '/menu', headers: { 'if-match': '"v3"' } }),
    'Content too large': () => post('x'.repeat(11_000)),
    'Unsupported media type': () => ask(postOf(latte, { 'content-type': 'text/plain' })),
    'Invalid order': () => post({ ...latte, sugar: 2 }),
    'Invalid query': () => ask({ path: '/orders', query: { limit: '0' } }),
    'Idempotency key reused': async () => {
      await post(latte, keyed);
      return post({ drink: 'espresso' }, keyed);
    },
    'Internal error': () =>
      aCounter({ orders: new UnreachableOrderBook(new TypeError('a bug')) }).post(latte),
    'Service unavailable': () => aCounter({ orders: new UnreachableOrderBook() }).post(latte),
  };
  const request = requests[title];
  if (!request) throw new Error(`nobody knows how to provoke "${title}"`);
  return await request();
}
