import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jwtVerifier } from '../../adapters/jwt-verifier.ts';
import { anIssuer } from '../fakes/an-issuer.ts';

let issuer: Awaited<ReturnType<typeof anIssuer>>;

beforeEach(async () => {
  issuer = await anIssuer();
});

afterEach(() => issuer.close());

const verifier = () => jwtVerifier({ issuer: issuer.url, audience: 'print', scopes: ['openid', 'admin'] });
const good = () => issuer.token({ sub: 'shawn', aud: 'print' });

describe('what is no access token', () => {
  it.each([
    ['an ID token of Cognito', { scope: undefined, token_use: 'id' }],
    ['an ID token of another issuer', { scope: undefined }],
    ['an ID token with a scope of its own making', { token_use: 'id' }],
    ['a token with other scopes', { scope: 'email profile' }],
    ['a token whose scope only begins alike', { scope: 'openid.more' }],
  ])('%s is refused', async (_, claims) => {
    const { scope, ...others } = { scope: 'openid', ...claims };
    const token = await issuer.token({ sub: 'shawn', aud: 'print', ...others, scope });
    expect(await verifier()(token)).toBeUndefined();
  });

  it.each([
    ['one of several scopes', { scope: 'email openid' }],
    ['the scope of who signed in by the API', { scope: 'admin' }],
    ['scopes in a list, as Okta has them', { scope: undefined, scp: ['email', 'openid'] }],
    ['the use that Cognito names', { token_use: 'access' }],
  ])('a token with %s is one', async (_, claims) => {
    const token = await issuer.token({ sub: 'shawn', aud: 'print', ...claims });
    expect(await verifier()(token)).toMatchObject({ owner: 'shawn' });
  });

  it('a token without a signature, or with one made of the public key, is refused', async () => {
    const claims = { iss: issuer.url, sub: 'shawn', aud: 'print', scope: 'openid', exp: Date.now() };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none', kid: 'key-1' })}.${part(claims)}.`;
    expect(await verifier()(unsigned)).toBeUndefined();
    const secret = new TextEncoder().encode(await (await fetch(`${issuer.url}/keys`)).text());
    const confused = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(secret);
    expect(await verifier()(confused)).toBeUndefined();
  });
});

describe('verifying a token', () => {
  it.each([
    ['without sub', {}],
    ['with an empty sub', { sub: '' }],
    ['with a sub that is no text', { sub: 7 as unknown as string }],
    ['with a sub longer than OpenID Connect allows', { sub: 'x'.repeat(256) }],
  ])('refuses one %s: it names no customer', async (_, claims) => {
    expect(await verifier()(await issuer.token({ ...claims, aud: 'print' }))).toBeUndefined();
  });

  it('rejects, rather than calling the token bad, when the issuer cannot be asked', async () => {
    const token = await good();
    issuer.state.discoveryStatus = 503;
    await expect(verifier()(token)).rejects.toThrow('503');
  });

  it('rejects, rather than calling the token bad, when the keys cannot be had', async () => {
    const token = await good();
    issuer.state.keysStatus = 503;
    await expect(verifier()(token)).rejects.toThrow('Key Set');
  });

  it('rejects when nobody answers', async () => {
    const token = await good();
    const verify = verifier();
    await issuer.close();
    await expect(verify(token)).rejects.toThrow();
  });

  it('asks again after the issuer was down: a failure does not stick', async () => {
    const verify = verifier();
    issuer.state.discoveryStatus = 503;
    await expect(verify(await good())).rejects.toThrow();
    issuer.state.discoveryStatus = 200;
    issuer.state.keysStatus = 503;
    await expect(verify(await good())).rejects.toThrow();
    issuer.state.keysStatus = 200;
    expect(await verify(await good())).toMatchObject({ owner: 'shawn' });
  });

  it('keeps the keys: the issuer may be down later', async () => {
    const verify = verifier();
    await verify(await good());
    issuer.state.discoveryStatus = 503;
    issuer.state.keysStatus = 503;
    expect(await verify(await good())).toMatchObject({ owner: 'shawn' });
  });
});
