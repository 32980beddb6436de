import type { Platform } from './client-options.ts';
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
  /** Said as soon as the connection is open. */
  readonly greeting: () => readonly string[];
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
  const settled = new AbortController();
  const giveUp = new AbortController();
  void clock
    .sleep(connectMs, AbortSignal.any([settled.signal, connecting.signal]))
    .then(() => giveUp.abort());
  try {
    return await Promise.race([open(platform, connecting, giveUp.signal), aborted(giveUp.signal)]);
  } catch {
    // No token, or no WebSocket can be made of it: as good as no connection, and the calls of the API say why.
    return undefined;
  } finally {
    settled.abort();
  }
}

async function open(platform: Platform, connecting: Connecting, giveUp: AbortSignal) {
  const { token, livesMs } = await liveToken(platform, connecting.refresh);
  if (giveUp.aborted) return undefined;
  const socket = new LiveSocket(platform, token, connecting.greeting, connecting.hear);
  const stop = () => socket.close();
  giveUp.addEventListener('abort', stop);
  const answered = await socket.answered;
  giveUp.removeEventListener('abort', stop);
  return answered ? { socket, moveAt: moveAt(platform, livesMs) } : undefined;
}

function moveAt({ clock, random }: Platform, livesMs: number): number {
  return clock.now() + Math.max(shortestMs, Math.min(longestMs - random() * spreadMs, livesMs));
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
}
