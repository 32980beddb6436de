import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../../client/client-options.ts';
import { CoffeeClient, CoffeeError, type NewOrder, NotSentError } from '../../coffee/client/index.ts';
import { FakeLine } from './fake-line.ts';
import { HostileShop, json, type Reaction } from './hostile-shop.ts';
import { orderOf } from './order-story.ts';

const shop = new HostileShop();
const ready = orderOf('ready');
beforeEach(async () => {
  await shop.open();
  shop.requests.length = 0;
  shop.reactions = [answer];
});
afterEach(() => shop.close());

/** One order is all there is. */
const answer: Reaction = (res, request) => {
  const [path = ''] = request.path.split('?');
  const isList = path === '/orders' && request.method === 'GET';
  if (path === '/menu') return json(200, { drinks: [] })(res, request);
  if (isList) return json(200, { items: [ready] })(res, request);
  const isKnown = path === '/orders' || path === ready.links.self;
  return isKnown ? json(200, ready)(res, request) : json(404, { title: 'Unknown order' })(res, request);
};

/** Without jitter or pauses: what it repeats, it repeats at once. */
function customer(options: Partial<ClientOptions> = {}): CoffeeClient {
  const { WebSocket } = new FakeLine();
  const urls = { apiUrl: shop.url, liveUrl: shop.live };
  return new CoffeeClient({ ...urls, token: async () => 'a-token', WebSocket, random: () => 0, ...options });
}

/** What no client can put into a request, and the code by which it says so. */
const unsendable: readonly (readonly [string, NotSentError['code'], (client: CoffeeClient) => unknown])[] = [
  ...[
    '',
    '..',
    '../menu',
    '/',
    'some id',
    '\ud800',
    'é',
    `${ready.id}/`,
    ` ${ready.id}`,
    `{${ready.id}}`,
  ].flatMap(
    (id) =>
      [
        [`get(${JSON.stringify(id)})`, 'invalid-id', (client: CoffeeClient) => client.get(id)],
        [`cancel(${JSON.stringify(id)})`, 'invalid-id', (client: CoffeeClient) => client.cancel(id)],
        [`watch(${JSON.stringify(id)})`, 'invalid-id', (client: CoffeeClient) => client.watch(id).next()],
        [`untilReady(${JSON.stringify(id)})`, 'invalid-id', (client: CoffeeClient) => client.untilReady(id)],
      ] as const,
  ),
  ...['', 'two words', 'a\nb', 'a\r\nx-evil: 1', 'é☕', '☕', '\u0000', 'x'.repeat(256)].map(
    (idempotencyKey) =>
      [
        `a key ${JSON.stringify(idempotencyKey.slice(0, 20))}`,
        'invalid-key',
        (client: CoffeeClient) => client.order({ drink: 'latte' }, { idempotencyKey }),
      ] as const,
  ),
  ['a BigInt in the order', 'invalid-body', (client) => client.order({ drink: 'latte', name: 1n } as never)],
  ['an order that holds itself', 'invalid-body', (client) => client.order(cyclic() as never)],
  ['no order', 'invalid-body', (client) => client.order(undefined as never)],
  ['a query of no text', 'invalid-query', (client) => client.list({ limit: Object.create(null) as never })],
  ['a signal that is none', 'invalid-signal', (client) => client.menu({ signal: {} as never })],
  [
    'watching by a signal that is none',
    'invalid-signal',
    (client) => client.watchAll({ signal: 7 as never }).next(),
  ],
];

function cyclic(): object {
  const order: Record<string, unknown> = { drink: 'latte' };
  order.name = order;
  return order;
}

describe('what cannot be sent', () => {
  it.each(unsendable)('%s: is one %s at once, and nothing is sent', async (_, code, call) => {
    const error = await Promise.resolve(call(customer())).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotSentError);
    expect(error).toMatchObject({ code, name: 'NotSentError', message: expect.stringMatching(/^\w.+\.$/) });
    expect(shop.requests).toEqual([]);
  });

  it.each([
    ['with a line break', async () => 'a\nb'],
    ['beyond Latin-1', async () => '☕'],
    ['of Latin-1', async () => 'café'],
    ['of no letter', async () => ''],
    ['of two words', async () => 'a b'],
    ['undefined', async () => undefined as never],
    ['that was not awaited', () => ({}) as never],
  ])('a token %s: is said without telling it', async (_, token) => {
    const error = await customer({ token })
      .get(ready.id)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'NotSentError', code: 'invalid-token' });
    expect(String(error)).not.toMatch(/☕|café|a b/);
    expect(shop.requests).toEqual([]);
  });

  it.each([
    ['apiUrl', 'localhost:3000'],
    ['apiUrl', 'shop.example'],
    ['apiUrl', ''],
    ['apiUrl', 'ws://shop.example'],
    ['apiUrl', 'https://shawn:secret@shop.example'],
    ['apiUrl', undefined],
    ['liveUrl', 'localhost:3000/live'],
    ['liveUrl', 'ftp://shop.example'],
    ['liveUrl', Object.create(null)],
  ])('%s of %j makes no client', (name, url) => {
    expect(() => customer({ [name]: url })).toThrow(
      expect.objectContaining({
        name: 'NotSentError',
        code: 'invalid-url',
        message: expect.stringContaining(name),
      }),
    );
  });
});

describe('what can be sent', () => {
  it('leaves out of a query what is undefined', async () => {
    await customer().list({ limit: undefined, cursor: undefined, status: 'ready' });
    await customer().list({ limit: undefined });
    expect(shop.requests.map(({ path }) => path)).toEqual(['/orders?status=ready', '/orders']);
  });

  it('asks for an order by its one form, however its id is written', async () => {
    const client = customer();
    const id = ready.id.toUpperCase();
    await client.get(id);
    await client.cancel(id);
    expect(await client.untilReady(id)).toEqual(ready);
    expect(new Set(shop.requests.map(({ path }) => path))).toEqual(new Set([`/orders/${ready.id}`]));
  });

  it('takes a half surrogate in an order for the shop to judge', async () => {
    await customer().order({ drink: 'latte', name: '\ud800' });
    expect(shop.requests[0]?.body).toBe('{"drink":"latte","name":"\\ud800"}');
  });
});

class Aborted extends CoffeeError {
  readonly code = 'aborted';
}

/** Anything that JavaScript has, and what is almost right. */
const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
  }),
  fc.string({ unit: 'binary' }),
  fc.constant(cyclic()),
  fc.func(fc.anything()),
);
const anId = fc.oneof(
  anything,
  fc.uuid(),
  fc.uuid().map((id) => id.toUpperCase()),
  fc.constant(ready.id),
);
const options = fc.oneof(
  { withCrossShrink: true },
  anything,
  fc.record(
    { signal: fc.oneof(anything, fc.constant(AbortSignal.abort(new Aborted()))) },
    { requiredKeys: [] },
  ),
);
const keyed = fc.oneof(options, fc.record({ idempotencyKey: fc.oneof(anything, fc.uuid()) }));
const anOrder = fc.oneof(anything, fc.record({ drink: anything, name: anything }, { requiredKeys: [] }));
const aQuery = fc.oneof(
  anything,
  fc.record({ limit: anything, cursor: anything, status: anything }, { requiredKeys: [] }),
);

const calls: Record<string, fc.Arbitrary<(client: CoffeeClient) => Promise<unknown>>> = {
  order: fc.tuple(anOrder, keyed).map(
    ([request, given]) =>
      (client) =>
        client.order(request as NewOrder, given as never),
  ),
  get: fc.tuple(anId, options).map(
    ([id, given]) =>
      (client) =>
        client.get(id as string, given as never),
  ),
  list: fc.tuple(aQuery, options).map(
    ([query, given]) =>
      (client) =>
        client.list(query as never, given as never),
  ),
  pages: fc.tuple(aQuery, options).map(
    ([query, given]) =>
      (client) =>
        Array.fromAsync(client.pages(query as never, given as never)),
  ),
  cancel: fc.tuple(anId, options).map(
    ([id, given]) =>
      (client) =>
        client.cancel(id as string, given as never),
  ),
  menu: options.map((given) => (client) => client.menu(given as never)),
  watch: fc.tuple(anId, options).map(
    ([id, given]) =>
      (client) =>
        Array.fromAsync(client.watch(id as string, given as never)),
  ),
  untilReady: fc.tuple(anId, options).map(
    ([id, given]) =>
      (client) =>
        client.untilReady(id as string, given as never),
  ),
  watchAll: options.map((given) => async (client) => {
    const watching = client.watchAll(given as never);
    setImmediate(() => client.close());
    return watching.next();
  }),
};

describe('whatever it is called with', () => {
  it.each(Object.keys(calls))('%s gives a value or a CoffeeError, and does not hang', async (name) => {
    const client = customer();
    await fc.assert(
      fc.asyncProperty(
        calls[name] as fc.Arbitrary<(client: CoffeeClient) => Promise<unknown>>,
        async (call) => {
          const outcome = await call(client).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CoffeeError);
        },
      ),
      { numRuns: 300 },
    );
    client.close();
  });

  it('a client is made of its options or not at all, with a CoffeeError', async () => {
    const property = fc.property(
      fc.record({ apiUrl: anything, liveUrl: anything, token: anything }),
      (given) => {
        try {
          new CoffeeClient(given as never).close();
        } catch (error) {
          expect(error).toBeInstanceOf(CoffeeError);
        }
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
