import type { Platform } from '../client-options.ts';

export interface LiveToken {
  readonly token: string;
  /** Milliseconds from now on; Infinity when the token does not say. */
  readonly livesMs: number;
}

/** What a move to the next connection may take. */
const marginMs = 60_000;

/** A token to connect with, and how long a connection with it may be kept: the server ends it with the token. */
export async function liveToken(platform: Platform, refresh: boolean): Promise<LiveToken> {
  const asked = lifeOf(await platform.token({ refresh }), platform.clock.now());
  if (asked.livesMs >= marginMs) return asked;
  const renewed = lifeOf(await platform.token({ refresh: true }), platform.clock.now());
  // A new token that seems to be old: our clock is wrong.
  return renewed.livesMs >= marginMs ? renewed : { ...renewed, livesMs: renewed.wholeLifeMs };
}

/** Unverified: only to be ahead of its end. */
function lifeOf(token: string, now: number): LiveToken & { readonly wholeLifeMs: number } {
  const { exp = Number.POSITIVE_INFINITY, iat = 0 } = claimsOf(token);
  return { token, livesMs: exp * 1000 - now - marginMs, wholeLifeMs: (exp - iat) * 1000 - marginMs };
}

function claimsOf(token: string): { readonly exp?: number; readonly iat?: number } {
  try {
    const [, payload = ''] = token.split('.');
    return Object(JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch {
    return {};
  }
}
