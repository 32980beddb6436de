import type { IncomingMessage } from 'node:http';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { JwtAuthorizerProperties } from '../properties.ts';
import { createIssuerKeys, IssuerUnreachable } from './issuer-keys.ts';
import { matchingScopes } from './scopes.ts';

/** What the function gets to see of a token. */
export interface JwtClaims {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

export type JwtDecision =
  | { outcome: 'allowed'; jwt: JwtClaims }
  /** `challenge` is the value of the `www-authenticate` header. */
  | { outcome: 'unauthorized' | 'forbidden'; challenge: string };

/**
 * The JWT authorizer of HTTP APIs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function createJwtAuthorizer({ IdentitySource, JwtConfiguration }: JwtAuthorizerProperties) {
  const { Audience: audience, Issuer: issuer } = JwtConfiguration;
  const keys = createIssuerKeys(issuer);
  return async (req: IncomingMessage, routeScopes: readonly string[]): Promise<JwtDecision> => {
    const token = findToken(req, IdentitySource[0]);
    if (!token) return { outcome: 'unauthorized', challenge: 'Bearer' };
    try {
      // API Gateway supports RSA-based algorithms only.
      const algorithms = ['RS256', 'RS384', 'RS512'];
      const { payload } = await jwtVerify(token, keys, { issuer, algorithms, requiredClaims: ['exp'] });
      const flaw = findFlaw(payload, audience);
      return flaw ? invalidToken(flaw) : decideOnScopes(payload, routeScopes);
    } catch (error) {
      return invalidToken(describe(error));
    }
  };
}

function findToken(req: IncomingMessage, source: string): string | undefined {
  const [, location, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  const found =
    location === 'header'
      ? req.headersDistinct[name.toLowerCase()]?.[0]
      : new URLSearchParams(req.url?.replace(/^[^?]*/, '')).get(name);
  return found?.replace(/^Bearer +/i, '').trim();
}

/** `aud` decides; `client_id` only where there is no `aud`, as in Cognito's access tokens. */
function findFlaw({ aud, client_id, iat }: JWTPayload, audience: readonly string[]): string | undefined {
  const meantFor = [aud ?? client_id].flat();
  if (!meantFor.some((name) => typeof name === 'string' && audience.includes(name))) {
    return 'the token does not have a valid audience';
  }
  if (iat !== undefined && iat > Date.now() / 1000) return 'the token was issued in the future';
  return undefined;
}

function decideOnScopes(payload: JWTPayload, routeScopes: readonly string[]): JwtDecision {
  const scopes = matchingScopes(payload, routeScopes);
  if (routeScopes.length > 0 && scopes.length === 0) {
    return {
      outcome: 'forbidden',
      challenge: `Bearer scope="${routeScopes.join(' ')}" error="insufficient_scope"`,
    };
  }
  return {
    outcome: 'allowed',
    jwt: { claims: claimStrings(payload), scopes: routeScopes.length > 0 ? scopes : null },
  };
}

function invalidToken(description: string): JwtDecision {
  const challenge = `Bearer scope="" error="invalid_token" error_description="${description}"`;
  return { outcome: 'unauthorized', challenge };
}

function describe(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JOSEError) return 'the token could not be verified';
  if (error instanceof IssuerUnreachable) return error.message;
  throw error;
}

// Every claim reaches the function as a string; lists as `[a b]`, the way the gateway's own language prints them.
function claimStrings(payload: JWTPayload): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimString(value)]));
}

function claimString(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimString).join(' ')}]`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
