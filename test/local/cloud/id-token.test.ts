import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openShop, type Shop } from '../../faults/shop.ts';

let shop: Shop;
let idToken: string;

beforeAll(async () => {
  shop = await openShop();
  idToken = await idTokenOf(shop.cloud.url);
});
afterAll(() => shop.close());

/** Signs in as the page does: by a code, for which there are an access token and an ID token. */
async function idTokenOf(url: string): Promise<string> {
  const client = { client_id: 'coffee', redirect_uri: `${url}/`, scope: 'openid' };
  const question = new URLSearchParams({ ...client, response_type: 'code', login_hint: 'shawn' });
  const redirect = await fetch(`${url}/oidc/authorize?${question}`, { redirect: 'manual' });
  const code = new URL(redirect.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const body = new URLSearchParams({ ...client, grant_type: 'authorization_code', code });
  const tokens = (await (await fetch(`${url}/oidc/token`, { method: 'POST', body })).json()) as {
    id_token: string;
  };
  return tokens.id_token;
}

it('an ID token is no access token: neither the HTTP API takes it nor the WebSocket API (fault 39)', async () => {
  const [, claims = ''] = idToken.split('.');
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    sub: 'shawn',
    token_use: 'id',
  });
  const { status } = await fetch(`${shop.cloud.url}/orders`, {
    headers: { authorization: `Bearer ${idToken}` },
  });
  expect([401, 403]).toContain(status);
  const socket = new WebSocket(shop.cloud.liveUrl, ['coffee.v1', `bearer.${idToken}`]);
  const [error] = await once(socket, 'error');
  expect(String(error)).toMatch(/401|403/);
});
