import { protocolOf } from '../../domain/task.ts';

const bearer = 'bearer.';

export interface Offer {
  /** The task whose orders the client wants to hear of. */
  readonly task: string | undefined;
  readonly token: string | undefined;
}

/**
 * What a client offers in Sec-WebSocket-Protocol: the subprotocol of one of the tasks, and the token as a second one,
 * because browsers can set no other header on a WebSocket.
 */
export function readOffer(
  headers: Readonly<Record<string, string | undefined>> | null | undefined,
  tasks: readonly string[],
): Offer {
  const offered = header(headers, 'sec-websocket-protocol')
    ?.split(',')
    .map((item) => item.trim());
  return {
    task: tasks.find((task) => offered?.includes(protocolOf(task))),
    token: offered?.find((item) => item.startsWith(bearer))?.slice(bearer.length),
  };
}

/** API Gateway hands headers over as the client spelled them. */
export function header(
  headers: Readonly<Record<string, string | undefined>> | null | undefined,
  name: string,
): string | undefined {
  const found = Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}
