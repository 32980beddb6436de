import { describe, expect, it } from 'vitest';
import { menu } from '../../../domain/menu.ts';
import { UnreachableOrderBook } from '../../fakes/unreachable-order-book.ts';
import { captureLogs } from '../captured-logs.ts';
import { aCounter, postOf } from './a-counter.ts';
import { expectProblem } from './expect-problem.ts';

const { ask } = aCounter();
const latte = postOf({ drink: 'latte' });

describe('GET /menu', () => {
  it('is for everybody, and caches may keep it', async () => {
    const answer = await ask({ path: '/menu' });
    expect(answer).toMatchObject({ status: 200, body: { drinks: menu(1) } });
    expect(answer.headers['cache-control']).toContain('public');
  });
});

describe('what no route takes', () => {
  it.each(['/', '/tea', '/orders/', '/orders/a/b', '/menu/latte', '/ordersx', '/__proto__'])(
    'is 404: %s',
    async (path) => {
      expectProblem(await ask({ path, routeKey: '$default' }), 404);
    },
  );

  it.each([
    ['PUT', '/orders', 'POST, GET'],
    ['PATCH', '/orders/1', 'GET, DELETE'],
    ['POST', '/orders/1', 'GET, DELETE'],
    ['POST', '/menu', 'GET'],
  ] as const)('is 405 for a wrong method, with those that are right: %s %s', async (method, path, allow) => {
    const { headers } = expectProblem(await ask({ method, path, routeKey: '$default' }), 405);
    expect(headers.allow).toBe(allow);
  });

  it('is never answered as if it were a route: there is no customer behind it (P5)', async () => {
    const { orders, slips, ask } = aCounter();
    expectProblem(await ask({ ...latte, path: '/orders/', routeKey: '$default' }), 404);
    expectProblem(await ask({ ...latte, routeKey: '$default' }), 405);
    expect(slips.sent).toEqual([]);
    expect((await orders.listByOwner('shawn', { limit: 1 })).orders).toEqual([]);
  });

  it('is 404 also where the gateway has a route that this function does not know', async () => {
    expectProblem(await ask({ path: '/tea' }), 404);
  });
});

describe('a failure of the inside', () => {
  const orders = new UnreachableOrderBook();
  const path = '/orders/0197f3a0-0000-7000-8000-000000000001';

  it.each([latte, { path }, { path: '/orders' }, { method: 'DELETE' as const, path }])(
    'is 503 with a time to come again, and says nothing: $method $path',
    async (request) => {
      const logs = captureLogs();
      const answer = expectProblem(await aCounter({ orders }).ask(request), 503);
      expect(answer.headers['retry-after']).toBe('1');
      expect(JSON.stringify(answer)).not.toMatch(/ECONN|10\.0|SmartCoffee|Error|stack/);
      expect(logs).toMatchObject([[{ message: 'request failed', error: orders.error }]]);
    },
  );

  it('is that a protected route came without a customer', async () => {
    captureLogs();
    expectProblem(await ask({ ...latte, owner: undefined }), 503);
    expectProblem(await ask({ ...latte, owner: '' }), 503);
  });

  it('is not logged where the customer is at fault', async () => {
    const logs = captureLogs();
    await ask(postOf('{'));
    await ask({ path: '/tea', routeKey: '$default' });
    expect(logs).toEqual([]);
  });
});
