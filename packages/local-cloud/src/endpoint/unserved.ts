import type { IncomingMessage } from 'node:http';
import type { EndpointWiring } from './endpoint-wiring.ts';
import type { ServiceReply } from './service-reply.ts';

/**
 * The answer to a call of a service that is not here, named by the call's signature. It is told on the terminal too: the
 * SDK of another service may make nothing of the answer.
 */
export function unserved(
  { headers }: IncomingMessage,
  { callers, onUnserved }: Pick<EndpointWiring, 'callers' | 'onUnserved'>,
): ServiceReply {
  const [, key = '', service = 'no AWS API'] =
    /Credential=([^/]+)\/[^/]+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const message = `${callers.get(key)?.name ?? 'Somebody'} called ${service}, which the local cloud does not have`;
  onUnserved?.(message);
  return { status: 404, body: { message } };
}
