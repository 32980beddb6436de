import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { isOwner } from '../domain/order/owner.ts';

export interface Customer {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly tokenExpiresAt: number;
}

export interface JwtVerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  /** A token must have one of these: ID tokens have none, which tells them from access tokens. */
  readonly scopes: readonly string[];
}

/** Those that API Gateway's JWT authorizer takes: RSA with a public key, and no others. */
const algorithms = ['RS256', 'RS384', 'RS512'];

/**
 * Verifies access tokens as API Gateway's JWT authorizer does: algorithm, issuer, `aud` or else `client_id`, signature,
 * times, and a scope. The keys are found by OpenID Connect discovery and kept. Undefined for a token that is not good;
 * rejects when the issuer cannot be asked.
 */
export function jwtVerifier(options: JwtVerifierOptions) {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (token: string): Promise<Customer | undefined> => {
    keys ??= discoverKeys(options.issuer);
    // A failed discovery must not stick: the next connection asks again.
    keys.catch(() => {
      keys = undefined;
    });
    return verify(token, options, await keys);
  };
}

async function verify(
  token: string,
  { issuer, audience, scopes }: JwtVerifierOptions,
  keys: JWTVerifyGetKey,
): Promise<Customer | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, algorithms, requiredClaims: ['exp'] });
    const { sub, exp } = payload;
    if (!isOwner(sub) || !isFor(payload, audience) || !isAccessToken(payload, scopes)) return undefined;
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

/** Cognito says what a token is for; other issuers do not. The scopes are text, or a list in `scp`. */
function isAccessToken({ token_use, scope, scp }: JWTPayload, scopes: readonly string[]): boolean {
  const granted = [scope ?? scp].flat().flatMap((one) => String(one).split(' '));
  return (token_use ?? 'access') === 'access' && scopes.some((one) => granted.includes(one));
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5000),
  });
  if (!response.ok) throw new Error(`the issuer's discovery answered ${response.status}`);
  const { jwks_uri } = (await response.json()) as { jwks_uri: string };
  return createRemoteJWKSet(new URL(jwks_uri));
}
