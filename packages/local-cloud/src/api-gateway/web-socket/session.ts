import type { IncomingMessage } from 'node:http';
import { newRequestId } from '../request-context.ts';

/** What is known of one client from its handshake on. */
export interface Session {
  readonly connectionId: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  readonly identity: { readonly sourceIp: string; readonly userAgent?: string };
}

export function newSession(req: IncomingMessage): Session {
  const userAgent = req.headers['user-agent'];
  return {
    connectionId: newRequestId(),
    connectedAt: Date.now(),
    identity: {
      sourceIp: req.socket.remoteAddress ?? '',
      ...(userAgent !== undefined && { userAgent }),
    },
  };
}

/** What the authorizer said of the client: goes with every later event. */
export type AuthorizerContext = Readonly<Record<string, string | number>>;
