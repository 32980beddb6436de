import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenOrder, Order } from '../../../domain/order/order.ts';
import { transition } from '../../../domain/order/transition.ts';
import { orderAtStep, t0 } from '../../fakes/an-order.ts';
import { orderIn } from '../../fakes/order-in-every-status.ts';
import { racing } from '../../fakes/racing-order-repository.ts';
import { anOrderApi, postOf } from './an-order-api.ts';
import { expectProblem } from './expect-problem.ts';

/** Version 2. */
const order = orderAtStep(1);
const path = `/orders/${order.id}`;
let api: ReturnType<typeof anOrderApi>;

beforeEach(async () => {
  api = anOrderApi();
  await api.orders.create(order);
});

type Conditions = Record<'if-match' | 'if-none-match', string>;
type Method = 'GET' | 'HEAD' | 'DELETE';

const ask = (method: Method, headers: Partial<Conditions>) => api.ask({ method, path, headers });
const post = (headers: Partial<Conditions>) => api.ask(postOf({ paper: 'matte' }, headers));
const stored = async () => (await api.orders.get(order.id)) as Order;
const placed = async () => (await api.orders.listByOwner('shawn', { limit: 100 })).orders.length;

/** The request has failed with 412, and changed nothing. */
async function expectFailed(answer: ReturnType<typeof ask>): Promise<void> {
  const before = [await stored(), await placed(), api.queue.sent.length];
  const { body } = expectProblem(await answer, 412);
  expect(body.type).toBe('urn:print:problem:precondition-failed');
  expect([await stored(), await placed(), api.queue.sent.length]).toEqual(before);
}

async function end(status: 'ready' | 'failed' | 'cancelled'): Promise<void> {
  const open = (await stored()) as OpenOrder;
  await api.orders.save({ ...orderIn(status), revision: open.revision + 1 }, open);
}

/** Tags that name version 2 strongly, in any form of a list. */
const current = [
  '"v2"',
  ' "v2" ',
  '"v1", "v2"',
  '"v1","v2","v3"',
  ',, "v2" ,',
  '"a,b" , "v2"',
  'W/"v2", "v2"',
];
/** Well-formed, and another one. */
const others = [
  '"v1"',
  '"v22"',
  '""',
  '"V2"',
  '"v1", "v3"',
  '"x,*,y"',
  '"*"',
  '"x,"',
  '"v1,v2"',
  '"W/v2"',
  '"é"',
  '',
];
/** No list of entity tags. */
const malformed = [
  'v2',
  '"v2',
  'v2"',
  "'v2'",
  '"v2" "v2"',
  '"v2"; "v1"',
  '"v1" v2',
  'w/"v2"',
  'W/ "v2"',
  'W/v2',
  '"a b"',
  '"a"b"',
  '*, "v2"',
  '"v2", *',
  '*,*',
  '**',
  '\u00a0*',
  '"v2"\u00a0',
];

describe('If-Match', () => {
  it.each([...current, '*', ' * '])('lets %j read and cancel version 2', async (tags) => {
    for (const method of ['GET', 'HEAD', 'DELETE'] as const) {
      expect((await ask(method, { 'if-match': tags })).status, method).toBe(200);
    }
    expect(await stored()).toMatchObject({ status: 'cancelled' });
  });

  it.each([...others, 'W/"v2"', 'W/"v1", W/"v2"', ...malformed])(
    'answers %j with 412 for every method: it compares strongly, and what cannot be read holds for nothing',
    async (tags) => {
      for (const method of ['GET', 'HEAD', 'DELETE'] as const) {
        await expectFailed(ask(method, { 'if-match': tags }));
      }
    },
  );

  it('is for the list of orders, which has no tags, true as * alone', async () => {
    for (const path of ['/orders']) {
      expect((await api.ask({ path, headers: { 'if-match': '*' } })).status).toBe(200);
      expectProblem(await api.ask({ path, headers: { 'if-match': '"v2"' } }), 412);
    }
    await expectFailed(post({ 'if-match': '"v2"' }));
    expect((await post({ 'if-match': '*' })).status).toBe(202);
  });
});

describe('If-None-Match', () => {
  it.each([...current, 'W/"v2"', 'W/"v1" , W/"v2"', '*'])(
    'answers %j with 304 to who reads, and 412 to who cancels: it compares weakly',
    async (tags) => {
      for (const method of ['GET', 'HEAD'] as const) {
        const answer = await ask(method, { 'if-none-match': tags });
        expect(answer).toMatchObject({ status: 304, headers: { etag: '"v2"', 'retry-after': '4' } });
        expect(answer.body).toBeUndefined();
      }
      await expectFailed(ask('DELETE', { 'if-none-match': tags }));
    },
  );

  it.each([...others, 'W/"v1"'])('lets %j read and cancel', async (tags) => {
    for (const method of ['GET', 'HEAD', 'DELETE'] as const) {
      expect((await ask(method, { 'if-none-match': tags })).status, method).toBe(200);
    }
  });

  it.each(malformed)('that cannot be read, such as %j, lets read, and changes nothing', async (tags) => {
    expect((await ask('GET', { 'if-none-match': tags })).status).toBe(200);
    await expectFailed(ask('DELETE', { 'if-none-match': tags }));
    await expectFailed(post({ 'if-none-match': tags }));
  });

  it('as * asks for what is not there: the list of orders always is', async () => {
    for (const path of ['/orders']) {
      const answer = await api.ask({ path, headers: { 'if-none-match': '*' } });
      expect(answer.status).toBe(304);
      expect(answer.body).toBeUndefined();
    }
    await expectFailed(post({ 'if-none-match': '*' }));
    expect((await post({ 'if-none-match': '"v1"' })).status).toBe(202);
  });
});

describe('the order of conditions and other answers', () => {
  it('is If-Match first, then If-None-Match', async () => {
    await expectFailed(ask('GET', { 'if-match': '"v1"', 'if-none-match': '"v2"' }));
    expect((await ask('GET', { 'if-match': '"v2"', 'if-none-match': '"v2"' })).status).toBe(304);
    await expectFailed(ask('DELETE', { 'if-match': '"v2"', 'if-none-match': '"v2"' }));
    expect((await ask('DELETE', { 'if-match': '"v2"', 'if-none-match': '"v1"' })).status).toBe(200);
  });

  it('leaves conditions aside where the answer without them is no success', async () => {
    const headers = { 'if-match': '"v1"' };
    const unknown = '/orders/0197f3a0-0000-7000-8000-0000000000ff';
    for (const method of ['GET', 'DELETE'] as const) {
      expectProblem(await api.ask({ method, path, headers, owner: 'gus' }), 404);
      expectProblem(await api.ask({ method, path: unknown, headers: { 'if-match': '*' } }), 404);
    }
    expectProblem(await api.ask(postOf({ paper: 'tea' }, headers)), 422);
    expectProblem(await api.ask({ path: '/orders', query: { limit: '0' }, headers }), 422);
    await end('ready');
    expectProblem(await ask('DELETE', headers), 409);
  });

  it('leaves dates aside: nothing has a Last-Modified', async () => {
    const long = new Date(0).toUTCString();
    const dates = { 'if-unmodified-since': long, 'if-modified-since': new Date(t0 * 2).toUTCString() };
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await api.ask({ method, path, headers: dates });
      expect(answer.status).toBe(200);
      expect(answer.headers).not.toHaveProperty('last-modified');
    }
  });
});

describe('cancelling one version', () => {
  it('fails if the order changes between reading and writing, and leaves it', async () => {
    const meanwhile = racing(api.orders, async () => {
      const open = (await stored()) as OpenOrder;
      await api.orders.save(transition(open, { to: 'next' }, t0), open);
    });
    const late = anOrderApi({ orders: meanwhile });
    expectProblem(await late.ask({ method: 'DELETE', path, headers: { 'if-match': '"v2"' } }), 412);
    expect(await stored()).toMatchObject({ status: 'printing', version: 3 });
  });

  it('may be repeated by who has lost the answer, but not by who means another version', async () => {
    const first = await ask('DELETE', { 'if-match': '"v2"' });
    expect(first).toMatchObject({ status: 200, headers: { etag: '"v3"' } });
    expect(await ask('DELETE', { 'if-match': '"v2"' })).toEqual(first);
    expect(await ask('DELETE', { 'if-match': '"v3"' })).toEqual(first);
    await expectFailed(ask('DELETE', { 'if-match': '"v1"' }));
    await expectFailed(ask('GET', { 'if-match': '"v2"' }));
  });
});

it('no condition makes a cancel pass that does not name the version in a list of tags, or *', () => {
  const parts = ['"v2"', '"v1"', 'W/', '"', 'v2', ',', ' ', '\t', '*', '\u00a0', 'é'];
  const condition = fc.string({ unit: fc.constantFrom(...parts), maxLength: 8 });
  // Split at the commas outside of quotes, each is a tag, and one is strong and current.
  const allows = (text: string) => {
    if (/^[ \t]*\*[ \t]*$/.test(text)) return true;
    const tags = text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((tag) => tag.replace(/^[ \t]+|[ \t]+$/g, ''));
    const isList = tags.every(
      (tag) => tag === '' || /^(W\/)?"[^" \t\u00a0"]*"$/.test(tag.replaceAll('\u00a0', '~')),
    );
    return isList && tags.includes('"v2"');
  };
  return fc.assert(
    fc.asyncProperty(condition, async (text) => {
      const { orders, ask: fresh } = anOrderApi();
      await orders.create(order);
      const { status } = await fresh({ method: 'DELETE', path, headers: { 'if-match': text } });
      expect(status).toBe(allows(text) ? 200 : 412);
    }),
    { numRuns: 500 },
  );
});
