import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { createFrameMeter } from './frame-meter.ts';
import type { WebSocketLimits } from './limits.ts';

export type PostOutcome = 'sent' | 'gone' | 'too-large';

export interface LiveConnection {
  /** Milliseconds since 1970: the last message in either direction. */
  lastActiveAt(): number;
  /** Resolves when the operating system has taken the message. */
  post(data: Buffer): Promise<PostOutcome>;
  /** Says goodbye, and hangs up if the client does not answer. */
  close(code: number, reason: string): void;
  /** Hangs up without a word, as when the network is lost. */
  cut(): void;
}

export interface LiveConnectionParts {
  readonly webSocket: WebSocket;
  readonly socket: Duplex;
  readonly limits: WebSocketLimits;
  /** Gives the reply to the client, if there is one; never rejects. */
  readonly onMessage: (body: string) => Promise<string | undefined>;
  /** The connection no longer takes messages or posts. Called once. */
  readonly onClosing: () => void;
  readonly onClosed: (code: number, reason: string) => void;
}

/** Keeps one open WebSocket within the limits of API Gateway. */
export function openConnection(parts: LiveConnectionParts): LiveConnection {
  const { webSocket, socket, limits } = parts;
  let lastActiveAt = Date.now();
  let closing = false;
  let underWay = 0;
  const waiting: string[] = [];
  const idle = setTimeout(() => close(1001, 'Going away'), limits.idleMs);
  const lifetime = setTimeout(() => close(1001, 'Going away'), limits.lifetimeMs);
  const meter = createFrameMeter((bytes) => {
    if (bytes > limits.frameBytes) close(1009, 'Message too big');
  });
  // Before ws sees the bytes, so that a frame that is too long is never delivered.
  socket.prependListener('data', meter);
  webSocket.on('error', noteClosing);
  webSocket.on('message', (data, isBinary) => {
    if (closing) return;
    markActive();
    if (isBinary) close(1003, 'Binary is not supported');
    else {
      waiting.push(data.toString());
      startWaiting();
    }
  });
  webSocket.on('close', (code, reason) => {
    noteClosing();
    parts.onClosed(code, reason.toString() || reasonFor(code));
  });

  return { lastActiveAt: () => lastActiveAt, post, close, cut: () => webSocket.terminate() };

  /** What waits is what came with the bytes read last: nothing more is read while something waits. */
  function startWaiting(): void {
    while (underWay < limits.messagesUnderWay) {
      const body = waiting.shift();
      if (body === undefined) {
        webSocket.resume();
        return;
      }
      underWay += 1;
      void handleMessage(body);
    }
    webSocket.pause();
  }

  async function handleMessage(body: string): Promise<void> {
    const reply = await parts.onMessage(body);
    underWay -= 1;
    startWaiting();
    if (reply !== undefined) await post(Buffer.from(reply));
  }

  async function post(data: Buffer): Promise<PostOutcome> {
    if (data.length > limits.messageBytes) return 'too-large';
    if (closing || webSocket.readyState !== WebSocket.OPEN) return 'gone';
    if (webSocket.bufferedAmount <= limits.bufferedBytes && (await write(data))) {
      markActive();
      return 'sent';
    }
    noteClosing();
    webSocket.terminate();
    return 'gone';
  }

  async function write(data: Buffer): Promise<boolean> {
    const written = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => written.resolve(false), limits.postMs);
    webSocket.send(data, { binary: false }, (error) => written.resolve(!error));
    try {
      return await written.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  function markActive(): void {
    lastActiveAt = Date.now();
    if (!closing) idle.refresh();
  }

  function close(code: number, reason: string): void {
    if (closing) return;
    noteClosing();
    waiting.length = 0;
    webSocket.resume();
    webSocket.close(code, reason);
  }

  function noteClosing(): void {
    if (closing) return;
    closing = true;
    clearTimeout(idle);
    clearTimeout(lifetime);
    socket.removeListener('data', meter);
    parts.onClosing();
  }
}

function reasonFor(code: number): string {
  if (code === 1000) return 'Connection Closed Normally';
  if (code === 1001) return 'Going away';
  return code === 1005 ? 'Client-side close frame status not set' : '';
}
