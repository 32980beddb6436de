import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anOrderApi } from './an-order-api.ts';

const text = fc.string({ unit: 'binary', maxLength: 300 });
const id = fc.string({ unit: 'binary', minLength: 1 }).map((value) => value.toWellFormed());
const nearlyAnOrder = fc.record(
  {
    paper: fc.oneof(fc.constantFrom('matte', 'tea'), fc.jsonValue()),
    size: fc.oneof(fc.constantFrom('small', 'bucket'), fc.jsonValue()),
    name: fc.oneof(text, fc.jsonValue()),
    ['__proto__']: fc.jsonValue(),
    extra: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  text.map((value) => ({ body: value })),
  fc.json().map((value) => ({ body: value })),
  nearlyAnOrder.map((value) => ({ body: JSON.stringify(value) })),
  text.map((value) => ({ body: value, isBase64Encoded: true })),
  fc.uint8Array().map((bytes) => ({ body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true })),
);
const header = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), text);
const condition = fc.oneof(header, fc.string({ unit: fc.constantFrom('"', 'W/', ',', ' ', '*', 'v1') }));
const headers = fc.record(
  {
    'content-type': fc.oneof({ weight: 5, arbitrary: fc.constant('application/json') }, header),
    'idempotency-key': header,
    'if-match': condition,
    'if-none-match': condition,
    'content-encoding': fc.oneof({ weight: 5, arbitrary: fc.constant('identity') }, header),
  },
  { requiredKeys: [] },
);
const query = fc.oneof(
  fc.dictionary(text, text, { maxKeys: 3 }),
  fc.record(
    {
      limit: text,
      cursor: fc.oneof(
        text,
        fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 44, maxLength: 44 }),
      ),
      status: text,
    },
    { requiredKeys: [] },
  ),
);

it('no body and no header of an order is answered 5xx; refused, it leaves no row and no message (P6, fault 43)', async () => {
  await fc.assert(
    fc.asyncProperty(body, headers, async (sent, given) => {
      const { ask, orders, queue } = anOrderApi();
      const { status } = await ask({ method: 'POST', path: '/orders', headers: given, ...sent });
      expect([202, 400, 412, 413, 415, 422]).toContain(status);
      const left = (await orders.listByOwner('shawn', { limit: 2 })).orders.length;
      expect([left, queue.sent.length]).toEqual(status === 202 ? [1, 1] : [0, 0]);
    }),
    { numRuns: 500 },
  );
});

it('no query and no id is answered 5xx (fault 43)', async () => {
  const { ask } = anOrderApi();
  await fc.assert(
    fc.asyncProperty(query, headers, id, async (asked, given, unknown) => {
      const list = await ask({ path: '/orders', query: asked, headers: given });
      expect([200, 304, 412, 422]).toContain(list.status);
      const { status } = await ask({
        path: `/orders/${encodeURIComponent(unknown)}`,
        headers: given,
      });
      expect(status).toBe(404);
    }),
    { numRuns: 300 },
  );
});
