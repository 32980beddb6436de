import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { menuSchema, pageSchema } from '../../contracts/component-schemas.ts';
import { problems } from '../../contracts/problems.ts';
import { publicOrderSchema } from '../../domain/public-order.ts';
import { problemSchema } from '../../lambdas/api/problem.ts';
import { aCounter } from '../lambdas/api/a-counter.ts';

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

  it('problems', async () => {
    const { ask, post } = aCounter();
    const answers = await Promise.all([
      post('{'),
      post({ drink: 'tea', sugar: 2 }),
      ask({ method: 'GET', path: '/orders/0' }),
      ask({ method: 'GET', path: '/orders', query: { limit: '0', cursor: 'x' } }),
    ]);
    for (const { body } of answers) {
      expectToBe(problemSchema, body);
      expect(problems).toContainEqual({ type: body.type, title: body.title, status: body.status });
    }
  });
});
