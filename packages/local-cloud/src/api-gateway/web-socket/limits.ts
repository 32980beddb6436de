/** How far a WebSocket may go. Times in milliseconds. */
export interface WebSocketLimits {
  readonly frameBytes: number;
  readonly messageBytes: number;
  /** Without a message in either direction. Whether AWS counts pings is not documented; here they do not. */
  readonly idleMs: number;
  readonly lifetimeMs: number;
  readonly integrationMs: number;
  /** How long a post waits for a client that does not read before its connection is given up. */
  readonly postMs: number;
  /** What may wait to be sent to one client before its connection is given up. */
  readonly bufferedBytes: number;
  /** How long a client may take to answer a close frame. */
  readonly closeMs: number;
  /** Messages of one connection under way at once; more are read when one is done. */
  readonly messagesUnderWay: number;
}

// The first five are AWS's: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
export const awsLimits: WebSocketLimits = {
  frameBytes: 32 * 1024,
  messageBytes: 128 * 1024,
  idleMs: 10 * 60 * 1000,
  lifetimeMs: 2 * 60 * 60 * 1000,
  integrationMs: 29_000,
  postMs: 5_000,
  bufferedBytes: 4 * 1024 * 1024,
  closeMs: 2_000,
  messagesUnderWay: 100,
};
