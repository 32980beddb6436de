import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { menu } from '../../coffee/menu.ts';
import { coffee as task } from '../../coffee/task.ts';
import { openapi } from '../../contracts/openapi.ts';
import { problems } from '../../contracts/problems.ts';
import type { OpenOrder, Order } from '../../domain/order/order.ts';
import { UnreadableOrderError } from '../../domain/order/unreadable-order-error.ts';
import { orderIn } from '../fakes/order-in-every-status.ts';
import { UnreachableOrderRepository } from '../fakes/unreachable-order-repository.ts';
import { type Answer, anOrderApi, postOf } from '../lambdas/api/an-order-api.ts';
import { captureLogs } from '../lambdas/captured-logs.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(closed({ $id: 'openapi.json', components: openapi.components }) as object);

/** No field besides those of the contract. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return Object.hasOwn(schema, 'properties') ? { additionalProperties: false, ...inner } : inner;
}

function expectToBe(name: keyof typeof openapi.components.schemas, body: unknown): void {
  ajv.validate(`openapi.json#/components/schemas/${name}`, body);
  expect(ajv.errors ?? []).toEqual([]);
}

describe('the answers of the API are those of the contract', () => {
  it('orders, one page of them, the menu', async () => {
    const { ask, post } = theApi();
    const placed = await post({ drink: 'latte', name: 'Shawn' });
    await post({ drink: 'espresso' });
    const path = `/orders/${placed.body.id}`;
    for (const { body } of [placed, await ask({ path }), await ask({ method: 'DELETE', path })]) {
      expectToBe('Order', body);
    }
    const page = await ask({ path: '/orders', query: { limit: '1' } });
    expectToBe('OrderPage', page.body);
    expect(page.body.nextCursor).toBeDefined();
    expectToBe('Menu', { drinks: menu(1) });
  });

  it.each(problems.map((problem) => [problem.title, problem] as const))(
    'problems: %s',
    async (title, problem) => {
      captureLogs();
      const answer = await provoke(title);
      expectToBe('Problem', answer.body);
      expect(answer).toMatchObject({ status: problem.status, body: problem });
    },
  );
});

const latte = { drink: 'latte' };

const theApi = (broken: Parameters<typeof anOrderApi>[0] = {}) =>
  anOrderApi({ task, ...broken }, 'GET /menu');

async function provoke(title: string): Promise<Answer> {
  const { ask, post, orders } = theApi();
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
    'Precondition failed': () => ask({ path: '/orders', headers: { 'if-match': '"v3"' } }),
    'Content too large': () => post('x'.repeat(11_000)),
    'Unsupported media type': () => ask(postOf(latte, { 'content-type': 'text/plain' })),
    'Invalid order': () => post({ ...latte, sugar: 2 }),
    'Invalid query': () => ask({ path: '/orders', query: { limit: '0' } }),
    'Idempotency key reused': async () => {
      await post(latte, keyed);
      return post({ drink: 'espresso' }, keyed);
    },
    'Unreadable order': () => {
      orders.get = (id) => Promise.reject(new UnreadableOrderError(id, false, 'history is missing'));
      return ask({ path: `/orders/${ready.id}` });
    },
    'Internal error': () =>
      theApi({ orders: new UnreachableOrderRepository(new TypeError('a bug')) }).post(latte),
    'Service unavailable': () => theApi({ orders: new UnreachableOrderRepository() }).post(latte),
  };
  const request = requests[title];
  if (!request) throw new Error(`nobody knows how to provoke "${title}"`);
  return await request();
}
