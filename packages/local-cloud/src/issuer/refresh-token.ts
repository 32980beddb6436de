const prefix = 'local-refresh.';

/** Names its user, so that it outlives a restart as the signing key does. */
export function refreshTokenOf(user: string): string {
  return prefix + Buffer.from(user).toString('base64url');
}

/** Undefined for what is no refresh token of ours. */
export function userOfRefreshToken(token: string): string | undefined {
  if (!token.startsWith(prefix)) return undefined;
  return Buffer.from(token.slice(prefix.length), 'base64url').toString() || undefined;
}
