import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { call, Listener, order, shop } from './shop.ts';

interface ProblemBody {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { pointer: string; detail: string }[];
}

function post(body: string | Uint8Array, contentType = 'application/json') {
  return call<ProblemBody>('POST', '/orders', { body, headers: { 'content-type': contentType } });
}

async function expectProblem(answer: ReturnType<typeof post>, status: number): Promise<ProblemBody> {
  const { headers, body, ...rest } = await answer;
  expect(rest.status).toBe(status);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  return body;
}

describe('bad input over HTTP', () => {
  it('malformed JSON is 400', () => expectProblem(post('{"drink":'), 400));
  it('no body is 400', () => expectProblem(post(''), 400));
  it('bytes that are neither UTF-8 nor JSON are 400', () =>
    expectProblem(post(new Uint8Array([0x7b, 0xff, 0x7d])), 400));
  it.each([
    ['Latin-1', [0x63, 0x61, 0x66, 0xe9]],
    ['a broken sequence', [0xc3, 0x28]],
  ])('a name in %s is 400, and not taken for another', async (_, name) => {
    const body = Buffer.concat([
      Buffer.from('{"drink":"latte","name":"'),
      Buffer.from(name),
      Buffer.from('"}'),
    ]);
    await expectProblem(post(body), 400);
  });
  it.each([
    ['with gzip in it', gzipSync('{"drink":"latte"}')],
    ['without', '{"drink":"latte"}'],
  ])('content-encoding: gzip, %s, is 415 and told that none is taken', async (_, body) => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = call<ProblemBody>('POST', '/orders', { body, headers });
    await expectProblem(answer, 415);
    expect((await answer).headers.get('accept-encoding')).toBe('identity');
  });
  it('a charset that is not UTF-8 is 415', () =>
    expectProblem(post('{"drink":"latte"}', 'application/json; charset=latin1'), 415));
  it('an invisible name is 422', () => expectProblem(post('{"drink":"latte","name":"\u3164"}'), 422));
  it('another content type is 415', () => expectProblem(post('drink=latte', 'text/plain'), 415));
  it('a body over 10 KB is 413', () => expectProblem(post(`"${'x'.repeat(10 * 1024)}"`), 413));
  it('an unknown id is 404', () =>
    expectProblem(call('GET', '/orders/0197f3a0-0000-7000-8000-000000000001'), 404));
  it('an id that is none is 404', () => expectProblem(call('GET', '/orders/%00'), 404));
  it('an unknown route is 404', () => expectProblem(call('GET', '/tea'), 404));
  it('a bad cursor is 422', () => expectProblem(call('GET', '/orders?cursor=xyz'), 422));
  it('a limit over 100 is 422', () => expectProblem(call('GET', '/orders?limit=101'), 422));

  it('a wrong method is 405 and says which are right', async () => {
    const answer = call<ProblemBody>('PUT', '/orders', { body: '{}' });
    await expectProblem(answer, 405);
    expect((await answer).headers.get('allow')).toBe('POST, GET, HEAD');
  });

  it('every fault of an order is named by its pointer, in one 422', async () => {
    const body = await expectProblem(
      post(JSON.stringify({ drink: 'tea', size: 'bucket', name: 'x'.repeat(61), sugar: true })),
      422,
    );
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '#/drink',
      '#/name',
      '#/size',
      '#/sugar',
    ]);
  });

  it('control characters in a name are 422 (fault 49)', async () => {
    const { errors } = await expectProblem(post(JSON.stringify({ drink: 'latte', name: 'a\r\nb' })), 422);
    expect(errors).toMatchObject([{ pointer: '#/name', detail: expect.stringContaining('without control') }]);
  });

  it.each([null, 'not-a-token', `${shop.token}x`])(
    'token %s is refused by the gateway: 401',
    async (token) => {
      const { status, body } = await call<{ message: string }>('GET', '/orders', { token });
      expect({ status, body }).toEqual({ status: 401, body: { message: 'Unauthorized' } });
    },
  );

  it('leaves nothing behind (P6)', async () => {
    const list = () => call<{ items: { id: string }[] }>('GET', '/orders?limit=1');
    const before = (await list()).body.items;
    await order({ drink: 'tea' });
    expect((await list()).body.items).toEqual(before);
  });
});

describe('bad input over WebSocket', () => {
  it.each([['not-a-token'], ['']])('token %j is refused at the handshake', async (token) => {
    await expect(Listener.connect(token)).rejects.toThrow(/40[13]/);
  });

  it('no token at all is refused at the handshake', async () => {
    await expect(Listener.connect(undefined, ['coffee.v1'])).rejects.toThrow(/40[13]/);
    await expect(Listener.connect(undefined, [])).rejects.toThrow(/40[13]/);
  });

  it('a page of a foreign origin is refused (fault 40)', async () => {
    const protocols = ['coffee.v1', `bearer.${shop.token}`];
    await expect(Listener.connect(shop.token, protocols, { origin: 'https://evil.example' })).rejects.toThrow(
      '403',
    );
  });

  it('a client that does not speak coffee.v1 is refused', async () => {
    await expect(Listener.connect(shop.token, [`bearer.${shop.token}`])).rejects.toThrow('400');
  });

  it.each([
    ['not JSON', 'latte please'],
    ['an unknown action', '{"action":"dance"}'],
    ['a wrong form', '{"action":"sync","seen":[1]}'],
    ['an unknown field', '{"action":"ping","loud":true}'],
    ['deep nesting', '['.repeat(2000)],
    ['more than 4 KB', JSON.stringify({ action: 'ping', pad: 'x'.repeat(4096) })],
  ])('%s is answered with an error, and the line stays (fault 38)', async (_, message) => {
    const line = await Listener.connect();
    line.say(message);
    expect(await line.reply()).toMatchObject({ type: 'error', detail: expect.any(String) });
    line.say({ action: 'ping' });
    expect(await line.reply()).toEqual({ type: 'pong' });
    line.close();
  });

  it('a frame over 32 KB closes the line with 1009 (fault 37)', async () => {
    const line = await Listener.connect();
    line.say('x'.repeat(33 * 1024));
    expect(await line.closeCode()).toBe(1009);
  });
});
