import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { isOwner } from '../domain/owner.ts';

export interface Customer {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly tokenExpiresAt: number;
}

/**
 * Verifies tokens as API Gateway's JWT authorizer does: issuer, `aud` or else `client_id`, signature, times.
 * The keys are found by OpenID Connect discovery and kept. Undefined for a token that is not good;
 * rejects when the issuer cannot be asked.
 */
export function jwtVerifier({ issuer, audience }: { issuer: string; audience: string }) {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (token: string): Promise<Customer | undefined> => {
    keys ??= discoverKeys(issuer);
    // A failed discovery must not stick: the next connection asks again.
    keys.catch(() => {
      keys = undefined;
    });
    return verify(token, issuer, audience, await keys);
  };
}

async function verify(
  token: string,
  issuer: string,
  audience: string,
  keys: JWTVerifyGetKey,
): Promise<Customer | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, requiredClaims: ['exp'] });
    const { sub, exp } = payload;
    if (!isOwner(sub) || !isFor(payload, audience)) return undefined;
    return { owner: sub, tokenExpiresAt: Number(exp) * 1000 };
  } catch (error) {
    if (isBadToken(error)) return undefined;
    throw error;
  }
}

/** And not one of the issuer's keys that could not be had: jose makes these plain `JOSEError`s. */
function isBadToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    error.code !== errors.JOSEError.code &&
    error.code !== errors.JWKSTimeout.code &&
    error.code !== errors.JWKSInvalid.code
  );
}

/** Cognito's access tokens name the client in `client_id` and have no `aud`. */
function isFor({ aud, client_id }: JWTPayload, audience: string): boolean {
  return aud === undefined ? client_id === audience : [aud].flat().includes(audience);
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(`the issuer's discovery answered ${response.status}`);
  const { jwks_uri } = (await response.json()) as { jwks_uri: string };
  return createRemoteJWKSet(new URL(jwks_uri));
}
