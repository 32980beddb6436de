import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jwtVerifier } from '../../adapters/jwt-verifier.ts';
import { anIssuer } from '../fakes/an-issuer.ts';

let issuer: Awaited<ReturnType<typeof anIssuer>>;

beforeEach(async () => {
  issuer = await anIssuer();
});

afterEach(() => issuer.close());

const verifier = () => jwtVerifier({ issuer: issuer.url, audience: 'coffee' });
const good = () => issuer.token({ sub: 'shawn', aud: 'coffee' });

describe('verifying a token', () => {
  it.each([
    ['without sub', {}],
    ['with an empty sub', { sub: '' }],
    ['with a sub that is no text', { sub: 7 as unknown as string }],
    ['with a sub longer than OpenID Connect allows', { sub: 'x'.repeat(256) }],
  ])('refuses one %s: it names no customer', async (_, claims) => {
    expect(await verifier()(await issuer.token({ ...claims, aud: 'coffee' }))).toBeUndefined();
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
