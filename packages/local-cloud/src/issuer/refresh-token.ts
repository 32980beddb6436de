const prefix = 'local-refresh.';

/** What somebody who signed in may do. */
export interface Grant {
  readonly user: string;
  /** Blanks between several. */
  readonly scope: string;
}

/** Holds the grant itself, so that it outlives a restart as the signing key does. */
export function refreshTokenOf({ user, scope }: Grant): string {
  return prefix + [user, scope].map((part) => Buffer.from(part).toString('base64url')).join('.');
}

/** Undefined for what is no refresh token of ours; earlier ones name no scope. */
export function grantOfRefreshToken(token: string, defaultScope: string): Grant | undefined {
  if (!token.startsWith(prefix)) return undefined;
  const parts = token.slice(prefix.length).split('.');
  const [user, scope = defaultScope] = parts.map((part) => Buffer.from(part, 'base64url').toString());
  return user ? { user, scope } : undefined;
}
