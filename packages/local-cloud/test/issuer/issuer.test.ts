import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterEach, expect, it } from 'vitest';
import { type Issuer, startIssuer } from '../../src/issuer/issuer.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

it('gives tokens that look like Cognito access tokens', async () => {
  const issuer = await startIssuer({ publicUrl: 'http://localhost:3000', clientId: 'till' });
  const claims = decodeJwt(await issuer.token('shawn', { expiresIn: 60 }));
  expect(claims).toEqual({
    iss: 'http://localhost:3000/oidc',
    sub: 'shawn',
    username: 'shawn',
    client_id: 'till',
    token_use: 'access',
    scope: 'openid',
    auth_time: claims.iat,
    iat: expect.any(Number),
    exp: (claims.iat ?? 0) + 60,
    jti: expect.any(String),
  });
});

it('is found by OpenID discovery below its own URL', async () => {
  const { issuer } = await serve();
  const document = await getJson(`${issuer.url}/.well-known/openid-configuration`);
  expect(document.issuer).toBe(issuer.url);
  const keys = createRemoteJWKSet(new URL(String(document.jwks_uri)));
  const { payload } = await jwtVerify(await issuer.token('shawn'), keys, { issuer: issuer.url });
  expect(payload.sub).toBe('shawn');
});

it('signs a browser in by authorization code with PKCE, as whom it says', async () => {
  const { issuer } = await serve();
  const tokens = await signIn(issuer, 'openid');
  expect(decodeJwt(String(tokens.access_token))).toMatchObject({
    sub: 'shawn',
    client_id: 'till',
    token_use: 'access',
  });
  expect(decodeJwt(String(tokens.id_token))).toMatchObject({ sub: 'shawn', aud: 'till', token_use: 'id' });
});

it.each(['openid', 'openid orders/write'])(
  'says which scope it granted: %s, then and at each refresh',
  async (scope) => {
    const { issuer } = await serve();
    let tokens = await signIn(issuer, scope);
    for (const round of ['sign-in', 'first refresh', 'second refresh']) {
      expect(tokens.scope, round).toBe(scope);
      expect(decodeJwt(String(tokens.access_token)).scope, round).toBe(scope);
      // Clients ask for the scope that the last answer named; a wider one is not given.
      const asked = round === 'sign-in' ? String(tokens.scope) : 'everything';
      const refresh_token = String(tokens.refresh_token);
      tokens = await askForTokens(issuer, { grant_type: 'refresh_token', refresh_token, scope: asked });
    }
  },
);

it("renews the tokens of whoever signed in, after the site's restart too", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'issuer-'));
  try {
    const before = await serve(dataDir);
    const signedIn = await askForTokens(before.issuer, {
      grant_type: 'password',
      username: 'shawn',
      password: 'x',
    });
    const after = await serve(dataDir);
    let refresh_token = String(signedIn.refresh_token);
    for (const round of [1, 2]) {
      const renewed = await askForTokens(after.issuer, { grant_type: 'refresh_token', refresh_token });
      expect(decodeJwt(String(renewed.access_token)).sub, `round ${round}`).toBe('shawn');
      expect(decodeJwt(String(renewed.id_token)).sub).toBe('shawn');
      refresh_token = String(renewed.refresh_token);
    }
  } finally {
    await rm(dataDir, { recursive: true });
  }
});

it('keeps its key in the data folder, readable by its owner only, so that tokens outlive a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'issuer-'));
  try {
    const first = await startIssuer({ publicUrl: 'http://localhost:3000', clientId: 'till', dataDir });
    const token = await first.token('shawn');
    const { issuer } = await serve(dataDir);
    const { jwks_uri } = await getJson(`${issuer.url}/.well-known/openid-configuration`);
    await jwtVerify(token, createRemoteJWKSet(new URL(String(jwks_uri))));
    const { mode } = await stat(join(dataDir, 'issuer-key.json'));
    expect((mode & 0o777).toString(8)).toBe('600');
  } finally {
    await rm(dataDir, { recursive: true });
  }
});

async function serve(dataDir?: string): Promise<{ issuer: Issuer }> {
  const server = createServer((req, res) => issuer.handle(req, res));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = await startIssuer({ publicUrl, clientId: 'till', dataDir });
  return { issuer };
}

/** By authorization code and PKCE, as a page does. */
async function signIn(issuer: Issuer, scope: string): Promise<Record<string, unknown>> {
  const verifier = randomBytes(32).toString('base64url');
  const authorize = new URL(`${issuer.url}/authorize`);
  authorize.search = new URLSearchParams({
    response_type: 'code',
    client_id: 'till',
    redirect_uri: 'http://localhost:3000/',
    scope,
    state: 's',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: 'shawn',
  }).toString();
  const redirect = await fetch(authorize, { redirect: 'manual' });
  const code = new URL(redirect.headers.get('location') ?? '').searchParams.get('code') ?? '';
  return askForTokens(issuer, { grant_type: 'authorization_code', code, code_verifier: verifier });
}

function askForTokens(issuer: Issuer, body: Record<string, string>): Promise<Record<string, unknown>> {
  return getJson(`${issuer.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'till', ...body }),
  });
}

async function getJson(url: string, init?: RequestInit): Promise<Record<string, unknown>> {
  return (await (await fetch(url, init)).json()) as Record<string, unknown>;
}
