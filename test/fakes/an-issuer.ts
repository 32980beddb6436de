import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

const keyId = 'key-1';
const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });

export interface TokenOptions {
  /** Seconds from now. */
  readonly expiresIn?: number;
  /** Of another issuer: same key id, other key. */
  readonly forged?: boolean;
}

/** An OpenID Connect issuer on the loopback interface. */
export async function anIssuer() {
  const state = { discoveryStatus: 200, keysStatus: 200 };
  const server = createServer((request, response) => {
    const isKeys = request.url === '/keys';
    const status = isKeys ? state.keysStatus : state.discoveryStatus;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKeys ? keys : { issuer: url, jwks_uri: `${url}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: 'RS256', use: 'sig' }] };

  return {
    url,
    /** Makes discovery or keys answer with another status. */
    state,
    token: (claims: JWTPayload, options: TokenOptions = {}) =>
      sign({ iss: url, scope: 'openid', ...claims }, options),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function sign(claims: JWTPayload, { expiresIn = 3600, forged = false }: TokenOptions): Promise<string> {
  const key = forged ? (await generateKeyPair('RS256')).privateKey : privateKey;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ exp: now + expiresIn, iat: now, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: keyId })
    .sign(key);
}
