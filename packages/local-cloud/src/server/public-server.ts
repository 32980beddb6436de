import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { refuseUpgrade } from '../api-gateway/web-socket/refuse-upgrade.ts';
import { listenOnLoopback } from './loopback-listeners.ts';
import { sendProblem } from './plain-answers.ts';
import { isForThisMachine } from './request-origin.ts';
import { createSiteHandler, type Served } from './site-handler.ts';

export interface PublicServer {
  readonly port: number;
  /** `http://localhost:3000` */
  readonly url: string;
  /** Opens the doors: until then every request is answered 503. */
  serve(site: Served): void;
  /** Takes no more requests, closes the WebSockets, and cuts what is still open after half a second. */
  close(): Promise<void>;
}

export interface PublicServerInput {
  /** 0 takes any that is free. */
  readonly port: number;
  readonly log?: (line: string) => void;
}

const closeGraceMs = 500;

/**
 * Listens on the loopback addresses. What is served follows with `serve`, because the template can be resolved
 * only when the port is known.
 *
 * @throws {PortTaken}
 */
export async function startPublicServer({ port: wanted, log }: PublicServerInput): Promise<PublicServer> {
  const sockets = new Set<Socket>();
  let site: Served | undefined;
  let handle: ReturnType<typeof createSiteHandler> | undefined;
  const { servers, port } = await listenOnLoopback(createPlainServer, wanted);
  let closing: Promise<void> | undefined;

  return {
    port,
    url: `http://localhost:${port}`,
    serve(opened) {
      site = opened;
      handle = createSiteHandler(opened);
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };

  function createPlainServer(): Server {
    // Any other offer is left alone, as RFC 9110, 7.8 allows: Java's client offers h2c with every request.
    const shouldUpgradeCallback = ({ headers }: IncomingMessage) =>
      headers.upgrade?.toLowerCase() === 'websocket';
    const server = createServer({ shouldUpgradeCallback }, (req, res) => void answer(req, res));
    // A client that trickles or goes silent is let go of; WebSockets are freed of these limits by ws.
    server.headersTimeout = 10_000;
    server.requestTimeout = 60_000;
    server.setTimeout(60_000);
    server.on('upgrade', upgrade);
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    return server;
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      if (handle) await handle(req, res);
      else sendProblem(res, 503, 'Still opening');
    } catch (error) {
      log?.(`${req.method} request failed: ${error}`);
      if (res.headersSent) res.destroy();
      else sendProblem(res, 500, 'See the log');
    }
  }

  function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Nobody else listens for it any more, and an error without a listener would end the process.
    socket.on('error', () => socket.destroy());
    const path = req.url?.replace(/\?.*$/s, '');
    if (!isForThisMachine(req)) refuseUpgrade(socket, 421);
    else {
      const api = site?.webSocketApis.find((one) => one.path === path);
      if (api) void api.handleUpgrade(req, socket, head);
      else refuseUpgrade(socket, 404);
    }
  }

  async function closeAll(): Promise<void> {
    const closed = servers.map((server) => once(server, 'close'));
    for (const server of servers) server.close();
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, closeGraceMs);
    await Promise.all(site?.webSocketApis.map((api) => api.close()) ?? []);
    await Promise.all(closed);
    clearTimeout(timer);
  }
}
