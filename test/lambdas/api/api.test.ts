import {
  DynamoDBServiceException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { BusyError } from '../../../domain/order/busy-error.ts';
import { UnreachableOrderRepository } from '../../fakes/unreachable-order-repository.ts';
import { captureLogs } from '../captured-logs.ts';
import { anOrderApi, postOf } from './an-order-api.ts';
import { expectProblem } from './expect-problem.ts';

const { ask } = anOrderApi();
const matte = postOf({ paper: 'matte' });
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const denied = { name: 'AccessDeniedException', message: 'denied', $fault: 'client' } as const;

describe('a token that names no customer', () => {
  const path = '/orders/0197f3a0-0000-7000-8000-000000000001';

  it.each([
    ['without sub', null],
    ['with an empty sub', ''],
    ['with a sub longer than OpenID Connect allows', 'x'.repeat(256)],
  ])('%s is 403 on every route that is for customers', async (_, owner) => {
    const logs = captureLogs();
    const orders = new UnreachableOrderRepository();
    for (const request of [matte, { path: '/orders' }, { path }, { method: 'DELETE' as const, path }]) {
      const { body } = expectProblem(await anOrderApi({ orders }).ask({ ...request, owner }), 403);
      expect(body.type).toBe('urn:print:problem:no-customer');
    }
    expect(logs).toEqual([]);
  });
});

describe('HEAD', () => {
  it.each(['/orders', '/orders/{id}'])(
    'on %s is answered as GET is, by a route of its own',
    async (pattern) => {
      const { ask, post } = anOrderApi();
      const { body } = await post({ paper: 'matte' });
      const path = pattern.replace('{id}', body.id);
      const [get, head] = [await ask({ path }), await ask({ method: 'HEAD', path })];
      expect(get.status).toBe(200);
      expect(head).toEqual(get);
    },
  );

  it('tells of a missing order, and of one that has not changed, as GET does', async () => {
    const { ask, post } = anOrderApi();
    const { body, headers } = await post({ paper: 'matte' });
    expectProblem(await ask({ method: 'HEAD', path: '/orders/matte' }), 404);
    const unchanged = { 'if-none-match': String(headers.etag) };
    const answer = await ask({ method: 'HEAD', path: `/orders/${body.id}`, headers: unchanged });
    expect(answer).toMatchObject({ status: 304, headers: { etag: headers.etag } });
  });
});

describe('the log of the order API', () => {
  it('names the order that was accepted, replayed or cancelled, in one line and nothing else of it', async () => {
    const logs = captureLogs();
    const { ask } = anOrderApi();
    const keyed = postOf({ paper: 'matte', name: 'Shawn' }, { 'idempotency-key': 'k1' });
    const { body } = await ask(keyed);
    await ask(keyed);
    const path = `/orders/${body.id}`;
    for (const request of [{ path }, { path: '/orders' }]) await ask(request);
    await ask({ method: 'DELETE', path });
    expect(logs).toEqual([
      [{ message: 'accepted', orderId: body.id }],
      [{ message: 'replayed', orderId: body.id }],
      [{ message: 'cancelled', orderId: body.id }],
    ]);
  });
});

describe('what no route takes', () => {
  it.each(['/', '/tea', '/orders/', '/orders/a/b', '/ordersx', '/__proto__'])('is 404: %s', async (path) => {
    expectProblem(await ask({ path, routeKey: '$default' }), 404);
  });

  it.each([
    ['PUT', '/orders', 'POST, GET, HEAD'],
    ['PATCH', '/orders/1', 'GET, HEAD, DELETE'],
    ['POST', '/orders/1', 'GET, HEAD, DELETE'],
  ] as const)('is 405 for a wrong method, with those that are right: %s %s', async (method, path, allow) => {
    const { headers } = expectProblem(await ask({ method, path, routeKey: '$default' }), 405);
    expect(headers.allow).toBe(allow);
  });

  it('is 204 for OPTIONS where there is something, so that a browser goes on to the real request', async () => {
    const answer = await ask({ method: 'OPTIONS', path: '/orders', routeKey: '$default' });
    expect(answer).toMatchObject({ status: 204, headers: { allow: 'POST, GET, HEAD' } });
    expectProblem(await ask({ method: 'OPTIONS', path: '/tea', routeKey: '$default' }), 404);
  });

  it('is never answered as if it were a route: there is no customer behind it (P5)', async () => {
    const { orders, queue, ask } = anOrderApi();
    expectProblem(await ask({ ...matte, path: '/orders/', routeKey: '$default' }), 404);
    expectProblem(await ask({ ...matte, routeKey: '$default' }), 405);
    expect(queue.sent).toEqual([]);
    expect((await orders.listByOwner('shawn', { limit: 1 })).orders).toEqual([]);
  });

  it('is 500 where the gateway has a route that this function does not know', async () => {
    captureLogs();
    expectProblem(await ask({ path: '/tea' }), 500);
  });
});

describe('a failure of the inside', () => {
  const orders = new UnreachableOrderRepository();
  const path = '/orders/0197f3a0-0000-7000-8000-000000000001';

  it.each([matte, { path }, { path: '/orders' }, { method: 'DELETE' as const, path }])(
    'is 503 with a time to come again, and says nothing: $method $path',
    async (request) => {
      const logs = captureLogs();
      const answer = expectProblem(await anOrderApi({ orders }).ask(request), 503);
      expect(answer.headers['retry-after']).toBe('1');
      expect(JSON.stringify(answer)).not.toMatch(/ECONN|10\.0|PrintStack|Error|stack/);
      expect(logs).toMatchObject([[{ message: 'request failed', error: orders.error }]]);
    },
  );

  it('is logged with the order that it was about, or would have been, in one line', async () => {
    const logs = captureLogs();
    const api = anOrderApi({ orders });
    const key = { 'idempotency-key': 'k1' };
    await api.ask({ path });
    await api.ask({ method: 'DELETE', path: path.toUpperCase().replace('ORDERS', 'orders') });
    for (const headers of [key, key, {}]) await api.ask(postOf({ paper: 'matte' }, headers));
    await api.ask({ path: '/orders' });
    const ids = logs.map(([line]) => (line as { orderId?: string }).orderId);
    const id = path.slice('/orders/'.length);
    const [, , first, again, other] = ids;
    expect(ids).toEqual([id, id, expect.stringMatching(uuid), first, expect.stringMatching(uuid), undefined]);
    expect([again, other]).toEqual([first, expect.not.stringMatching(first ?? '')]);
  });

  it.each<[string, Error]>([
    ['a throttle', new ProvisionedThroughputExceededException({ message: 'too fast', $metadata: {} })],
    ['a 5xx', new InternalServerError({ message: 'oops', $metadata: { httpStatusCode: 500 } })],
    ['a timeout', Object.assign(new Error('no answer'), { name: 'TimeoutError' })],
    ['a reset connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['a table that is too busy', new BusyError('not now')],
  ])('is 503 when it passes: %s (fault 24)', async (_, error) => {
    captureLogs();
    const answer = await anOrderApi({ orders: new UnreachableOrderRepository(error) }).ask(matte);
    expect(expectProblem(answer, 503).headers['retry-after']).toBe('1');
  });

  it.each<[string, Error]>([
    ['a bug', new TypeError("Cannot read properties of undefined (reading 'steps')")],
    ['a missing table', new ResourceNotFoundException({ message: 'no PrintStack-Orders', $metadata: {} })],
    ['a missing grant', new DynamoDBServiceException({ ...denied, $metadata: { httpStatusCode: 400 } })],
  ])('is 500 when it is a mistake of ours, and says nothing: %s', async (_, error) => {
    const logs = captureLogs();
    const answer = await anOrderApi({ orders: new UnreachableOrderRepository(error) }).ask(matte);
    expect(expectProblem(answer, 500).headers).not.toHaveProperty('retry-after');
    expect(JSON.stringify(answer)).not.toMatch(/steps|PrintStack|Error|stack|denied/);
    expect(logs).toMatchObject([[{ message: 'request failed', error }]]);
  });

  it('is 500 when a protected route came without a customer', async () => {
    captureLogs();
    expectProblem(await ask({ ...matte, owner: undefined }), 500);
  });

  it('is not logged where the customer is at fault', async () => {
    const logs = captureLogs();
    await ask(postOf('{'));
    await ask({ path: '/tea', routeKey: '$default' });
    expect(logs).toEqual([]);
  });
});
