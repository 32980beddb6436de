/** Browsers cannot set headers on a WebSocket: the token travels as a second subprotocol. */
export const protocol = 'coffee.v1';

const bearer = 'bearer.';

export interface Offer {
  readonly offersProtocol: boolean;
  readonly token: string | undefined;
}

/** What a client offers in Sec-WebSocket-Protocol. */
export function readOffer(headers: Readonly<Record<string, string | undefined>> | null | undefined): Offer {
  const offered = header(headers, 'sec-websocket-protocol')
    ?.split(',')
    .map((item) => item.trim());
  return {
    offersProtocol: offered?.includes(protocol) ?? false,
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
