import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ApiDefinition, type ApiLocation, functionArnsOf, readApi } from '../api-definition.ts';
import { createIntegrationInvoker, type IntegrationParts } from '../integration-invoker.ts';
import type { StageProperties } from '../properties.ts';
import { createRouteThrottle } from '../route-throttle.ts';
import { createDisconnectNotice } from './disconnect-notice.ts';
import { createHandshake } from './handshake.ts';
import { awsLimits, type WebSocketLimits } from './limits.ts';
import { type LiveConnection, openConnection, type PostOutcome } from './live-connection.ts';
import { createMessageRouter } from './message-router.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { type AuthorizerContext, newSession, type Session } from './session.ts';
import { createEventFactory } from './web-socket-events.ts';

/** What `@connections` tells of a connection. Times are milliseconds since 1970. */
interface ConnectionInfo {
  readonly connectedAt: number;
  readonly lastActiveAt: number;
  readonly identity: Session['identity'];
}

export interface WebSocketApi {
  /** The physical id. */
  readonly apiId: string;
  /** Where clients connect: a slash and the name of the stage. */
  readonly path: string;
  /** Takes one upgrade request over; never rejects. */
  handleUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  post(connectionId: string, data: Buffer): Promise<PostOutcome>;
  get(connectionId: string): ConnectionInfo | 'gone';
  delete(connectionId: string): 'deleted' | 'gone';
  /** For tests: the client and we lose each other without a close frame. */
  cut(connectionId: string): void;
  connections(): string[];
  /** Closes every connection. $disconnect is not invoked: the functions are going down as well. */
  close(): Promise<void>;
}

interface Member {
  readonly session: Session;
  readonly connection: LiveConnection;
}

export type WebSocketApiInput = ApiLocation & IntegrationParts & { limits?: Partial<WebSocketLimits> };

// Long enough for a client's close frame, short enough for Ctrl-C.
const closeGraceMs = 500;

/** Runs one WebSocket API of the template. Throws if it has not exactly one stage or a function is missing. */
export function createWebSocketApi(input: WebSocketApiInput): WebSocketApi {
  const api = readApi(input);
  const stageProperties = onlyStage(api, input.api);
  const stage = stageProperties.StageName;
  const limits = { ...awsLimits, ...input.limits };
  const members = new Map<string, Member>();
  const subprotocols = new WeakMap<IncomingMessage, string>();
  const invoke = createIntegrationInvoker(input);
  const events = createEventFactory({
    apiId: api.apiId,
    stage,
    domainName: new URL(input.context.publicUrl).host,
    stageVariables: stageProperties.StageVariables,
  });
  const { admits } = createRouteThrottle(stageProperties);
  const parts = { api, stage, events, invoke, admits, timeoutMs: limits.integrationMs };
  const shakeHands = createHandshake(parts);
  const routeMessage = createMessageRouter(parts);
  const notifyDisconnect = createDisconnectNotice(parts);
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    handleProtocols: (_offered, req) => subprotocols.get(req) ?? false,
    ...{ closeTimeout: limits.closeMs },
  });
  let closing: Promise<void> | undefined;
  for (const functionArn of api.routes.flatMap(functionArnsOf)) input.functions(functionArn);

  return {
    apiId: api.apiId,
    path: `/${stage}`,
    async handleUpgrade(req, socket, head) {
      // Whatever goes wrong on a socket before it is a WebSocket ends in its being closed, which is looked at below.
      socket.on('error', () => socket.destroy());
      try {
        await admit(req, socket, head);
      } catch (error) {
        input.log?.(`WebSocket API ${input.api}: ${error}`);
        socket.destroy();
      }
    },
    async post(connectionId, data) {
      return (await members.get(connectionId)?.connection.post(data)) ?? 'gone';
    },
    get(connectionId) {
      const member = members.get(connectionId);
      if (!member) return 'gone';
      const { connectedAt, identity } = member.session;
      return { connectedAt, identity, lastActiveAt: member.connection.lastActiveAt() };
    },
    delete(connectionId) {
      const member = members.get(connectionId);
      member?.connection.close(1000, 'Connection Closed Normally');
      return member ? 'deleted' : 'gone';
    },
    cut: (connectionId) => members.get(connectionId)?.connection.cut(),
    connections: () => [...members.keys()],
    close() {
      closing ??= closeAll();
      return closing;
    },
  };

  async function admit(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const session = newSession(req);
    const result = await shakeHands(session, req);
    if (result.outcome === 'refused') {
      refuseUpgrade(socket, result.status, { connectionId: session.connectionId });
      return;
    }
    if (socket.destroyed) {
      notifyDisconnect(session, result.authorizer, { code: 1006, reason: '' });
      return;
    }
    if (result.subprotocol !== undefined) subprotocols.set(req, result.subprotocol);
    server.handleUpgrade(req, socket, head, (webSocket) =>
      enrol(session, result.authorizer, webSocket, socket),
    );
  }

  function enrol(
    session: Session,
    authorizer: AuthorizerContext | undefined,
    webSocket: WebSocket,
    socket: Duplex,
  ): void {
    const connection = openConnection({
      webSocket,
      socket,
      limits,
      onMessage: (body) => routeMessage(session, authorizer, body),
      onClosing: () => members.delete(session.connectionId),
      onClosed: (code, reason) => {
        if (!closing) notifyDisconnect(session, authorizer, { code, reason });
      },
    });
    members.set(session.connectionId, { session, connection });
  }

  async function closeAll(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    for (const { connection } of [...members.values()]) connection.close(1001, 'Going away');
    const timer = setTimeout(() => {
      for (const client of server.clients) client.terminate();
    }, closeGraceMs);
    await closed;
    clearTimeout(timer);
  }
}

function onlyStage({ stages }: ApiDefinition, api: string): StageProperties {
  const [stage, ...others] = stages;
  if (!stage || others.length > 0) throw new Error(`${api}: a WebSocket API needs exactly one stage here`);
  return stage;
}
