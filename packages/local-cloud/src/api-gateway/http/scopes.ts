import type { JWTPayload } from 'jose';

/** Those of the route's scopes that the token has, in `scope` or in `scp`, spelled as one string or as a list. */
export function matchingScopes(payload: JWTPayload, routeScopes: readonly string[]): string[] {
  const claim = payload.scope ?? payload.scp ?? [];
  const granted: unknown[] = typeof claim === 'string' ? claim.split(' ') : [claim].flat();
  return routeScopes.filter((scope) => granted.includes(scope));
}
