import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../events/http-event.ts';
import { type Answer, anOrderApi } from './an-order-api.ts';
import { expectProblem } from './expect-problem.ts';

const matte = { paper: 'matte', size: 'large', name: 'Shawn' };
const typed = (type: string): Partial<HttpRequest> => ({ headers: { 'content-type': type } });

/** A refused request leaves no row and no message (P6). */
async function refused(body: unknown, more: Partial<HttpRequest> = {}): Promise<Answer> {
  const { post, orders, queue } = anOrderApi();
  const answer = await post(body, more);
  expect((await orders.listByOwner('shawn', { limit: 1 })).orders).toEqual([]);
  expect(queue.sent).toEqual([]);
  return answer;
}

describe('POST /orders', () => {
  it('answers 202 with the order, where to ask, and when asking makes sense', async () => {
    const { post, orders, queue } = anOrderApi();
    const { status, headers, body } = await post(matte);
    expect(status).toBe(202);
    expect(body).toMatchObject({
      ...matte,
      status: 'queued',
      version: 1,
      links: { self: `/orders/${body.id}` },
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      location: `/orders/${body.id}`,
      etag: '"v1"',
      'retry-after': '1',
    });
    expect(await orders.get(body.id)).toMatchObject({ owner: 'shawn', request: { name: 'Shawn' } });
    expect(queue.sent).toMatchObject([{ message: { orderId: body.id, step: 1 } }]);
  });

  it.each([
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; charset=utf8',
    'application/json; profile="https://shop.example/?charset=latin1"',
    'Application/JSON',
    ' application/json ',
    'application/vnd.shop+json',
    'application/merge-patch+JSON; charset=utf-8',
    'text/x.print+json',
  ])('takes the content type %j: JSON is JSON', async (type) => {
    expect((await anOrderApi().post(matte, typed(type))).status).toBe(202);
  });

  it.each(['identity', 'Identity', '', ' identity , identity'])(
    'takes the content encoding %j',
    async (coding) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': coding };
      expect((await anOrderApi().post(matte, { headers })).status).toBe(202);
    },
  );

  it.each(['gzip', 'GZIP', 'br', 'deflate', 'zstd', 'identity, gzip', 'gzip,identity', 'chunked'])(
    'answers the content encoding %j with 415 and says that there is none to use, whatever is in it',
    async (coding) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': coding };
      const zipped = gzipSync(JSON.stringify(matte)).toString('base64');
      for (const more of [{ headers }, { headers, body: zipped, isBase64Encoded: true }]) {
        const answer = expectProblem(await refused(matte, more), 415);
        expect(answer.headers).toMatchObject({ 'accept-encoding': 'identity' });
      }
    },
  );

  it('takes a body that API Gateway has put in base64', async () => {
    const body = Buffer.from(JSON.stringify({ paper: 'matte', name: 'Zoë' })).toString('base64');
    const answer = await anOrderApi().post(body, { isBase64Encoded: true });
    expect(answer).toMatchObject({ status: 202, body: { name: 'Zoë' } });
  });

  it.each([
    ['of duplicate fields the last', '{"paper":"tea","paper":"matte"}'],
    ['a byte order mark', '\ufeff{"paper":"matte"}'],
  ])('takes %s', async (_, body) => {
    expect(await anOrderApi().post(body)).toMatchObject({
      status: 202,
      body: { paper: 'matte', size: 'medium' },
    });
  });

  it.each([
    ['cut JSON', '{"paper":'],
    ['an empty body', ''],
    ['deep nesting that never closes', '['.repeat(10_000)],
    ['two values', '{"paper":"matte"}{}'],
    ['NaN', '{"paper":NaN}'],
  ])('answers %s with 400', async (_, body) => {
    expectProblem(await refused(body), 400);
  });

  it('answers no body at all with 400', async () => {
    const { ask } = anOrderApi();
    expectProblem(
      await ask({ method: 'POST', path: '/orders', headers: { 'content-type': 'application/json' } }),
      400,
    );
  });

  describe('of bytes that are not UTF-8', () => {
    const notUtf8: [string, number[]][] = [
      ['Latin-1', [0x63, 0x61, 0x66, 0xe9]],
      ['a sequence cut by another character', [0xc3, 0x28]],
      ['a sequence cut by the end', [0xf0, 0x9f, 0x98]],
      ['an overlong form', [0xc0, 0xaf]],
      ['a surrogate', [0xed, 0xa0, 0x80]],
      ['bytes that are in no UTF-8', [0xff, 0xfe]],
    ];
    const bodyOf = (bytes: number[]) =>
      Buffer.concat([Buffer.from('{"paper":"matte","name":"'), Buffer.from(bytes), Buffer.from('"}')]);

    it.each(notUtf8)('answers %s with 400, if API Gateway hands the bytes on', async (_, bytes) => {
      const base64 = bodyOf(bytes).toString('base64');
      expectProblem(await refused(base64, { isBase64Encoded: true }), 400);
    });

    it.each(notUtf8)('answers %s with 400, if API Gateway has put U+FFFD in its place', async (_, bytes) => {
      const { body } = expectProblem(await refused(bodyOf(bytes).toString('utf8')), 400);
      expect(body.detail).toContain('not UTF-8');
    });

    it('takes no U+FFFD for a name either, where it is what the customer wrote', async () => {
      const body = Buffer.from('{"paper":"matte","name":"caf\ufffd"}');
      const encoded = body.toString('base64');
      for (const answer of [
        await refused(encoded, { isBase64Encoded: true }),
        await refused('{"paper":"matte","name":"caf\\ufffd"}'),
      ]) {
        expect(expectProblem(answer, 422).body.errors).toMatchObject([{ pointer: '#/name' }]);
      }
    });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json-seq',
    'application/jsonp',
    'application/+json-ish',
    'application/json, text/plain',
    'json',
    '',
    'application/json; charset=latin1',
    'application/json; charset="ISO-8859-1"',
    'application/json;charset=utf-16',
    'application/vnd.shop+json; charset=windows-1252',
    'application/json; charset=klingon',
    'application/json; charset=""',
  ])('answers the content type %j with 415', async (type) => {
    const { headers } = expectProblem(await refused(matte, typed(type)), 415);
    expect(headers).toMatchObject({ 'accept-post': 'application/json' });
    expect(headers).not.toHaveProperty('accept-encoding');
  });

  it('answers no content type with 415', async () => {
    expectProblem(await refused(matte, { headers: {} }), 415);
  });

  it('answers a body over 10 KB with 413, and takes one of 10 KB', async () => {
    const padded = (bytes: number) => '{"paper":"matte"}'.padEnd(bytes);
    expectProblem(await refused(padded(10 * 1024 + 1)), 413);
    expect((await anOrderApi().post(padded(10 * 1024))).status).toBe(202);
  });

  it('counts bytes, not letters, also in base64', async () => {
    const umlauts = `"${'ä'.repeat(6000)}"`;
    expectProblem(await refused(umlauts), 413);
    expectProblem(await refused(Buffer.from(umlauts).toString('base64'), { isBase64Encoded: true }), 413);
    const small = Buffer.from('{"paper":"matte"}'.padEnd(10 * 1024)).toString('base64');
    expect((await anOrderApi().post(small, { isBase64Encoded: true })).status).toBe(202);
  });

  it('answers 422 with every fault and where it is', async () => {
    const body = { paper: 'tea', size: 'bucket', name: 'x'.repeat(61), sugar: 1, 'a/b~c': 2 };
    const answer = expectProblem(await refused(body), 422);
    expect(answer.body.errors).toEqual([
      { pointer: '#/paper', detail: 'must be one of: glossy, plain, matte, silk, canvas' },
      { pointer: '#/size', detail: 'must be one of: small, medium, large' },
      { pointer: '#/name', detail: 'must have at most 60 characters' },
      { pointer: '#/sugar', detail: 'is not known; leave it out' },
      { pointer: '#/a~1b~0c', detail: 'is not known; leave it out' },
    ]);
  });

  it.each([
    ['no paper', '{}', '#/paper', 'is missing'],
    [
      'a paper of the wrong type',
      '{"paper":["matte"]}',
      '#/paper',
      expect.stringContaining('must be one of'),
    ],
    [
      'a prototype',
      '{"paper":"matte","__proto__":{"a":1}}',
      '#/__proto__',
      expect.stringContaining('not known'),
    ],
    [
      'a constructor',
      '{"paper":"matte","constructor":1}',
      '#/constructor',
      expect.stringContaining('not known'),
    ],
    [
      'a control character',
      '{"paper":"matte","name":"a\\u0000b"}',
      '#/name',
      expect.stringContaining('control'),
    ],
    [
      'a forged log line (fault 49)',
      '{"paper":"matte","name":"a\\r\\nb"}',
      '#/name',
      expect.stringContaining('control'),
    ],
    ['an empty name', '{"paper":"matte","name":" "}', '#/name', expect.stringContaining('empty')],
    ['a name that is no text', '{"paper":"matte","name":1e999}', '#/name', 'must be text'],
    ['-0', '-0', '#', 'must be an object'],
    ['1e999', '1e999', '#', 'must be an object'],
    ['null', 'null', '#', 'must be an object'],
    ['text', '"matte"', '#', 'must be an object'],
    ['a list', '[]', '#', 'must be an object'],
    ['deep nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`, '#', 'must be an object'],
  ])('answers %s with 422', async (_, body, pointer, detail) => {
    const answer = expectProblem(await refused(body), 422);
    expect(answer.body.errors).toContainEqual({ pointer, detail });
  });
});
