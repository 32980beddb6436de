import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jwtVerifier } from '../../../adapters/jwt-verifier.ts';
import { createAuthorizer } from '../../../lambdas/notify/authorizer.ts';
import { anIssuer } from '../../fakes/an-issuer.ts';
import { authorizerEvent, methodArn } from '../events/authorizer-event.ts';

const page = 'https://shop.example';
let issuer: Awaited<ReturnType<typeof anIssuer>>;
let ask: (headers: Record<string, string>) => ReturnType<ReturnType<typeof createAuthorizer>>;

beforeAll(async () => {
  issuer = await anIssuer();
  const verify = jwtVerifier({ issuer: issuer.url, audience: 'print', scopes: ['openid'] });
  const authorizer = createAuthorizer({ verify, allowedOrigins: [page], tasks: ['print'] });
  ask = (headers) => authorizer(authorizerEvent(headers));
});

afterAll(() => issuer.close());

const offering = (token: string) => ({ 'Sec-WebSocket-Protocol': `print.v1, bearer.${token}` });
const good = () => issuer.token({ sub: 'shawn', aud: 'print' });

describe('the authorizer', () => {
  it('lets a good token in, and hands over its customer and when it ends', async () => {
    const exp = Math.floor(Date.now() / 1000) + 600;
    const token = await issuer.token({ sub: 'shawn', aud: 'print', exp });
    expect(await ask(offering(token))).toEqual({
      principalId: 'shawn',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: methodArn }],
      },
      context: { owner: 'shawn', task: 'print', tokenExpiresAt: String(exp * 1000) },
    });
  });

  it.each([
    ['print', { 'sec-websocket-protocol': `bearer.TOKEN ,print.v1` }],
    ['', { 'Sec-WebSocket-Protocol': 'bearer.TOKEN' }],
    ['', { 'Sec-WebSocket-Protocol': 'print.v2, bearer.TOKEN' }],
  ])('hands over the task whose subprotocol is offered: %j', async (task, headers) => {
    const token = await good();
    const offered = Object.entries(headers).map(([name, value]) => [name, value.replace('TOKEN', token)]);
    expect(await ask(Object.fromEntries(offered))).toMatchObject({ context: { task } });
  });

  it.each([
    ['a list of audiences with ours', { aud: ['tea', 'print'] }],
    ['no audience but our client, as of Cognito', { client_id: 'print' }],
  ])('lets a token in with %s', async (_, claims) => {
    const token = await issuer.token({ sub: 'shawn', ...claims });
    expect(await ask(offering(token))).toMatchObject({ principalId: 'shawn' });
  });

  it.each([
    ['another audience', { sub: 'shawn', aud: 'tea' }],
    ['another audience but our client', { sub: 'shawn', aud: 'tea', client_id: 'print' }],
    ['another client', { sub: 'shawn', client_id: 'tea' }],
    ['no audience at all', { sub: 'shawn' }],
    ['another issuer', { sub: 'shawn', aud: 'print', iss: 'https://evil.example' }],
    ['no customer', { aud: 'print' }],
    ['a customer without a name', { sub: '', aud: 'print' }],
    ['a start in the future', { sub: 'shawn', aud: 'print', nbf: Math.floor(Date.now() / 1000) + 600 }],
  ])('answers 401 to a token of %s (fault 39)', async (_, claims) => {
    await expect(ask(offering(await issuer.token(claims)))).rejects.toThrow(/^Unauthorized$/);
  });

  it('answers 401 to a token that has expired (fault 39)', async () => {
    const token = await issuer.token({ sub: 'shawn', aud: 'print' }, { expiresIn: -1 });
    await expect(ask(offering(token))).rejects.toThrow(/^Unauthorized$/);
  });

  it('answers 401 to a forged token (fault 39)', async () => {
    const token = await issuer.token({ sub: 'shawn', aud: 'print' }, { forged: true });
    await expect(ask(offering(token))).rejects.toThrow(/^Unauthorized$/);
  });

  it('answers 401 to a token whose content was changed, or that is not signed', async () => {
    const [header = '', , signature = ''] = (await good()).split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = encode({ iss: issuer.url, sub: 'gus', aud: 'print', exp: 4e9 });
    await expect(ask(offering(`${header}.${claims}.${signature}`))).rejects.toThrow(/^Unauthorized$/);
    await expect(ask(offering(`${encode({ alg: 'none' })}.${claims}.`))).rejects.toThrow(/^Unauthorized$/);
  });

  it.each(['', 'matte', 'a.b.c', '..', 'x'.repeat(8000)])(
    'answers 401 to what is no token: %j',
    async (token) => {
      await expect(ask(offering(token))).rejects.toThrow(/^Unauthorized$/);
    },
  );

  it.each<Record<string, string>>([
    {},
    { 'Sec-WebSocket-Protocol': 'print.v1' },
    { Authorization: 'Bearer x' },
  ])('answers 401 where no token is offered: %j', async (headers) => {
    await expect(ask(headers)).rejects.toThrow(/^Unauthorized$/);
  });

  it('asks nobody about a token that was not offered', async () => {
    const verify = () => Promise.reject(new Error('the issuer was asked'));
    const authorizer = createAuthorizer({ verify, allowedOrigins: [], tasks: ['print'] });
    const asked = authorizerEvent({ 'Sec-WebSocket-Protocol': 'print.v1' });
    await expect(authorizer(asked)).rejects.toThrow(/^Unauthorized$/);
  });

  it('refuses a page of a foreign origin, also with a good token (fault 40)', async () => {
    const token = offering(await good());
    const effect = async (headers: Record<string, string>) =>
      (await ask({ ...token, ...headers })).policyDocument.Statement[0]?.Effect;
    expect(await effect({ Origin: page })).toBe('Allow');
    expect(await effect({ origin: page })).toBe('Allow');
    expect(await effect({ Origin: 'https://evil.example' })).toBe('Deny');
    expect(await effect({ Origin: `${page}.evil.example` })).toBe('Deny');
    expect(await effect({ Origin: 'null' })).toBe('Deny');
    expect(await effect({ Origin: '' })).toBe('Deny');
  });
});
