import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the shop does to a request: answers, or worse. */
export type Reaction = (res: ServerResponse, request: Request) => void;

/** A shop on a real port that does what it is told, and keeps what was asked of it. */
export class HostileShop {
  readonly requests: Request[] = [];
  /** One each for the next requests; the last one stays. */
  reactions: Reaction[] = [];
  /** What happens on a connection that was accepted. */
  onLine: (line: WebSocket, number: number) => void = () => {};
  /** The status that refuses a handshake; undefined accepts it. */
  refusal: ((token: string) => number | undefined) | undefined;
  connected = 0;
  readonly #http = createServer((req, res) => void this.#answer(req, res));
  readonly #live = new WebSocketServer({ noServer: true, handleProtocols: () => 'coffee.v1' });

  constructor() {
    this.#http.on('upgrade', (req, socket, head) => {
      socket.on('error', () => socket.destroy());
      const token = req.headers['sec-websocket-protocol']?.replace(/.*bearer\./, '') ?? '';
      const status = this.refusal?.(token);
      if (status !== undefined) socket.end(`HTTP/1.1 ${status} No\r\nconnection: close\r\n\r\n`);
      else this.#live.handleUpgrade(req, socket, head, (line) => this.#accept(line));
    });
  }

  async open(): Promise<void> {
    this.#http.listen(0, '127.0.0.1');
    await once(this.#http, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get live(): string {
    return this.url.replace('http', 'ws');
  }

  async close(): Promise<void> {
    for (const line of this.#live.clients) line.terminate();
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  #accept(line: WebSocket): void {
    line.on('error', () => {});
    this.connected += 1;
    this.onLine(line, this.connected);
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of req.setEncoding('utf8')) body += chunk;
    const request = { method: req.method ?? '', path: req.url ?? '', headers: req.headers, body };
    this.requests.push(request);
    const [reaction] = this.reactions.length > 1 ? this.reactions.splice(0, 1) : this.reactions;
    if (reaction) reaction(res, request);
    else res.destroy();
  }
}

/** An answer with JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reaction {
  return (res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(status === 304 ? undefined : JSON.stringify(body));
  };
}

/** The connection is reset without an answer. */
export const reset: Reaction = (res) => res.destroy();

/** The answer breaks off in its middle. */
export const cutBody: Reaction = (res) => {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
  res.write('{"id":');
  setImmediate(() => res.destroy());
};
