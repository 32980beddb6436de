import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import * as v from 'valibot';

/** The issuer's discovery document or keys could not be had. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable';
}

// Both figures are API Gateway's: keys are kept for two hours, an issuer has 1.5 s to answer.
const cacheMaxAge = 2 * 60 * 60 * 1000;
const timeoutDuration = 1500;

const discovery = v.object({ jwks_uri: v.pipe(v.string(), v.url()) });

/** The signing keys of an OpenID Connect issuer, found by discovery when first needed and then kept. */
export function createIssuerKeys(issuer: string): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    keys ??= discoverKeys(issuer);
    const found = await keys.catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return await found(header, token);
  };
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const keySet = createRemoteJWKSet(await discoverKeysUrl(issuer), { cacheMaxAge, timeoutDuration });
  return async (header, token) => {
    try {
      return await keySet(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) throw error;
      throw new IssuerUnreachable('JWKS communication error', { cause: error });
    }
  };
}

async function discoverKeysUrl(issuer: string): Promise<URL> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutDuration) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new URL(v.parse(discovery, await response.json()).jwks_uri);
  } catch (error) {
    throw new IssuerUnreachable('OIDC discovery endpoint communication error', { cause: error });
  }
}
