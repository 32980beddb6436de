import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CoffeeClient,
  ProblemError,
  UnexpectedAnswerError,
  UnreachableError,
} from '../../coffee/client/index.ts';
import { cutBody, HostileShop, json, reset } from './hostile-shop.ts';
import { orderOf } from './order-story.ts';
import { WatchedClock } from './watched-clock.ts';

const shop = new HostileShop();
beforeEach(() => shop.open());
afterEach(() => shop.close());

const order = orderOf('queued');
const answerMs = 35_000;

function customer(token = async (_: { refresh: boolean }) => 'a-token') {
  const clock = new WatchedClock();
  shop.requests.length = 0;
  const client = new CoffeeClient({ apiUrl: shop.url, liveUrl: shop.live, token, clock, random: () => 0.5 });
  return { client, clock, pause: () => clock.sleepOf((ms) => ms !== answerMs) };
}

/** Lets each pause of the client pass at once, and says how long they were. */
async function through<T>(result: Promise<T>, { clock, pause }: ReturnType<typeof customer>, times: number) {
  const pauses: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const ms = await pause();
    pauses.push(ms);
    await clock.advance(ms);
  }
  return { pauses, result: await result };
}

describe('a call', () => {
  it('orders with the token and a key of its own', async () => {
    const { client } = customer();
    shop.reactions = [json(202, order)];
    expect(await client.order({ drink: 'latte' })).toEqual(order);
    const [request] = shop.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/orders', body: '{"drink":"latte"}' });
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer a-token',
      'content-type': 'application/json',
      'idempotency-key': expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });

  it.each([
    ['a reset connection', reset],
    ['a cut body', cutBody],
    ['503', json(503, {})],
    ['a proxy’s 502', json(502, '<html>', { 'content-type': 'text/html' })],
  ])('is repeated after %s, an order with the same key', async (_, trouble) => {
    const at = customer();
    shop.reactions = [trouble, trouble, json(202, order)];
    const { pauses, result } = await through(at.client.order({ drink: 'latte' }), at, 2);
    expect(result).toEqual(order);
    expect(pauses).toEqual([250, 500]);
    expect(new Set(shop.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(shop.requests).toHaveLength(3);
  });

  it('waits as long as Retry-After says, in seconds or until a date', async () => {
    const at = customer();
    const date = new Date(at.clock.now() + 9000).toUTCString();
    shop.reactions = [
      json(429, { message: 'Too Many Requests' }, { 'retry-after': '7' }),
      json(503, {}, { 'retry-after': date }),
      json(202, order),
    ];
    const { pauses } = await through(at.client.order({ drink: 'latte' }), at, 2);
    expect(pauses).toEqual([7000 + 250, 2000 - 250 + 500]);
  });

  it('does not wait for minutes, but says when to come again', async () => {
    const { client } = customer();
    shop.reactions = [json(503, {}, { 'retry-after': '3600' })];
    await expect(client.get(order.id)).rejects.toMatchObject({ status: 503, retryAfterMs: 3_600_000 });
    expect(shop.requests).toHaveLength(1);
  });

  it('gives up after five attempts, with the last error', async () => {
    const at = customer();
    shop.reactions = [reset];
    const failed = expect(at.client.get(order.id)).rejects.toBeInstanceOf(UnreachableError);
    await through(failed, at, 4);
    expect(shop.requests).toHaveLength(5);
  });

  it('gives up an attempt that is not answered in 35 seconds', async () => {
    const at = customer();
    shop.reactions = [() => void at.clock.advance(answerMs), json(200, order)];
    const { result } = await through(at.client.get(order.id), at, 1);
    expect(result).toEqual(order);
  });

  it('renews a refused token once', async () => {
    const asked: boolean[] = [];
    const { client } = customer(async ({ refresh }) => {
      asked.push(refresh);
      return refresh ? 'new' : 'old';
    });
    shop.reactions = [json(401, { message: 'Unauthorized' }), json(200, order)];
    expect(await client.get(order.id)).toEqual(order);
    expect(asked).toEqual([false, true]);
    expect(shop.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  it('with a token that is refused again fails with AWS’s own words', async () => {
    const { client } = customer();
    shop.reactions = [json(401, { message: 'Unauthorized' })];
    await expect(client.list()).rejects.toMatchObject({ status: 401, title: 'Unauthorized', errors: [] });
    expect(shop.requests).toHaveLength(2);
  });

  it('rejects with the problem, each fault named, and asks no second time', async () => {
    const { client } = customer();
    const problem = {
      type: 'urn:smart-coffee:problem:invalid-order',
      title: 'Invalid order',
      status: 422,
      detail: 'See errors.',
      errors: [{ pointer: '#/drink', detail: 'must be one of: latte' }],
    };
    shop.reactions = [json(422, problem, { 'content-type': 'application/problem+json' })];
    const error = await client.order({ drink: 'latte' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ ...problem, code: 'problem', message: 'See errors.' });
    expect(shop.requests).toHaveLength(1);
  });

  it.each([
    [
      'a sign-in page',
      (res: Parameters<typeof reset>[0]) => void res.end('<html>Welcome to our Wi-Fi</html>'),
    ],
    ['JSON by the wrong name', json(200, order, { 'content-type': 'text/plain' })],
    [
      'broken JSON',
      (res: Parameters<typeof reset>[0]) => {
        res.setHeader('content-type', 'application/json').end('{"id":');
      },
    ],
    ['other JSON', json(200, { hello: 'world' })],
    ['another order', json(200, orderOf('ready'))],
    ['an order without a UUID', json(200, { ...order, id: '1' })],
  ])('does not take %s for an order', async (_, reaction) => {
    const { client } = customer();
    shop.reactions = [reaction];
    await expect(client.get(order.id)).rejects.toBeInstanceOf(UnexpectedAnswerError);
  });

  it('does not take a list with anything else in it for a list of orders', async () => {
    const { client } = customer();
    shop.reactions = [json(200, { items: [order, { hello: 'world' }] })];
    await expect(client.list()).rejects.toBeInstanceOf(UnexpectedAnswerError);
  });

  it('is aborted by its signal, also in a pause', async () => {
    const at = customer();
    shop.reactions = [reset];
    const abort = new AbortController();
    const call = at.client.get(order.id, { signal: abort.signal });
    await at.pause();
    abort.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    expect(shop.requests).toHaveLength(1);
  });

  it('asks for the menu without a token', async () => {
    const { client } = customer(() => Promise.reject(new Error('signed out')));
    shop.reactions = [json(200, { drinks: [] })];
    expect(await client.menu()).toEqual([]);
    expect(shop.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('lists page by page', async () => {
    const { client } = customer();
    shop.reactions = [json(200, { items: [order], nextCursor: 'a b' }), json(200, { items: [] })];
    const pages = await Array.fromAsync(client.pages({ limit: 1, status: 'queued' }));
    expect(pages.map(({ items }) => items.length)).toEqual([1, 0]);
    expect(shop.requests.map(({ path }) => path)).toEqual([
      '/orders?limit=1&status=queued',
      '/orders?limit=1&status=queued&cursor=a+b',
    ]);
  });
});
