import type { Platform } from '../client-options.ts';
import { within } from '../http/within.ts';
import { type Hear, LiveSocket } from './live-socket.ts';
import { liveToken } from './live-token.ts';

export interface Connection {
  readonly socket: LiveSocket;
  /** When to have moved to the next one; milliseconds. */
  readonly moveAt: number;
}

export interface Connecting {
  /** The token was refused, it seems: ask for a new one. */
  readonly refresh: boolean;
  /** Says what to ask for, as soon as the connection is open and whenever it is asked again. */
  readonly sync: () => string;
  readonly hear: Hear;
  readonly signal: AbortSignal;
}

const connectMs = 20_000;
/** API Gateway ends a connection after two hours; not all connections of one moment move at the same time. */
const longestMs = 110 * 60_000;
const spreadMs = 10 * 60_000;
/** However short its token lives, a connection is not moved more often than this. */
export const shortestMs = 15_000;

/** A connection on which the other side has answered; undefined when there is none to be had now. */
export async function connect(platform: Platform, connecting: Connecting): Promise<Connection | undefined> {
  const { clock } = platform;
  const limit = { clock, ms: connectMs, late: new Error('no connection'), signal: connecting.signal };
  // No token, or no WebSocket can be made of it: as good as no connection, and the calls of the API say why.
  return within(limit, (signal) => open(platform, connecting, signal)).catch(() => undefined);
}

async function open(platform: Platform, { refresh, sync, hear }: Connecting, giveUp: AbortSignal) {
  const { token, livesMs } = await liveToken(platform, refresh);
  if (giveUp.aborted) return undefined;
  const socket = new LiveSocket(platform, token, sync, hear);
  const stop = () => socket.close();
  giveUp.addEventListener('abort', stop);
  const answered = await socket.answered;
  giveUp.removeEventListener('abort', stop);
  return answered ? { socket, moveAt: moveAt(platform, livesMs) } : undefined;
}

function moveAt({ clock, random }: Platform, livesMs: number): number {
  return clock.now() + Math.max(shortestMs, Math.min(longestMs - random() * spreadMs, livesMs));
}
