import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerCall } from './answer-call.ts';
import { sendBroken } from './broken-answer.ts';
import type { EndpointWiring } from './endpoint-wiring.ts';
import { MalformedRequestError, parseRequest } from './parse-request.ts';
import { readData, TooLargeError } from './read-data.ts';
import { errorReply, ServiceError } from './service-error.ts';
import type { ServiceReply } from './service-reply.ts';
import { unserved } from './unserved.ts';

export interface Endpoint {
  /** The base of every AWS call, to be known before the template is resolved. */
  readonly url: string;
  /** Until it is called every request is answered 503. */
  serve(wiring: EndpointWiring): void;
  /** Cuts what is still open. */
  close(): Promise<void>;
}

/** SDKs keep connections open between calls; a server that closes first makes calls fail now and then. */
const keepAliveMs = 60_000;

/** Listens on a free port of the loopback interface for all AWS calls. */
export async function startEndpoint(): Promise<Endpoint> {
  let wiring: EndpointWiring | undefined;
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    void respond(request, response, wiring);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    serve(next) {
      wiring = next;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  wiring: EndpointWiring | undefined,
): Promise<void> {
  try {
    const reply = wiring === undefined ? notYet() : await replyTo(request, response, wiring);
    if (reply === 'drop') request.socket.destroy();
    else send(response, reply);
  } catch (error) {
    if (request.socket.destroyed) return; // the caller has gone in the middle of its request
    wiring?.onError?.(error);
    send(response, {
      status: 500,
      body: { __type: 'InternalServerError', message: 'The local cloud failed' },
    });
  }
}

async function replyTo(
  request: IncomingMessage,
  response: ServerResponse,
  wiring: EndpointWiring,
): Promise<ServiceReply | 'drop'> {
  const gone = new AbortController();
  // Not after every call: to make the reason of an abort, with its stack, costs more than to parse the request.
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    const preflight = wiring.buckets.preflight(request);
    if (preflight) return preflight;
    const data = await readData(request);
    const parsed = parseRequest(request, data);
    if (parsed === undefined) return unserved(request, wiring);
    const { authorization } = request.headers;
    const session = request.headers['x-amz-security-token']?.toString();
    const traceHeader = request.headers['x-amzn-trace-id']?.toString();
    return await answerCall(
      { request: parsed, data, authorization, session, traceHeader, signal: gone.signal },
      wiring,
    );
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const isKnown = error instanceof MalformedRequestError || error instanceof TooLargeError;
    return errorReply(isKnown ? error.service : 'execute-api', error);
  }
}

function send(response: ServerResponse, { status, headers, body, bytes, broken }: ServiceReply): void {
  const sent = bytes ?? Buffer.from(body === undefined ? '' : JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': sent.length,
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  if (broken) sendBroken(response, sent, broken);
  else response.end(sent);
}

function notYet(): ServiceReply {
  return {
    status: 503,
    body: { __type: 'ServiceUnavailable', message: 'The local cloud is still starting' },
  };
}
