import type { RequestBody, ServiceReply } from '../endpoint/service-reply.ts';
import type { Fauxqs } from './fauxqs.ts';

/**
 * Receives messages, waiting as long as the request or the queue says. fauxqs wakes every poller for one message, sends
 * all but one away empty-handed, and keeps polling for callers that have gone, so that their messages are lost until the
 * visibility timeout; here pollers wait on, and those of gone callers take nothing. `signal`: the caller has gone.
 */
export async function receiveMessages(
  fauxqs: Fauxqs,
  request: RequestBody,
  signal: AbortSignal,
): Promise<ServiceReply> {
  const queue = fauxqs.store.getQueue(String(request.QueueUrl));
  const seconds = Number(request.WaitTimeSeconds ?? queue?.attributes.ReceiveMessageWaitTimeSeconds ?? 0);
  const isValid = seconds >= 0 && seconds <= 20;
  const deadline = Date.now() + seconds * 1000;

  const receive = () => fauxqs.call('ReceiveMessage', isValid ? { ...request, WaitTimeSeconds: 0 } : request);
  let reply = await receive();
  while (isValid && queue !== undefined && isEmpty(reply) && Date.now() < deadline) {
    await queue.waitForMessages((deadline - Date.now()) / 1000);
    if (signal.aborted) return reply;
    reply = await receive();
  }
  return reply;
}

function isEmpty({ status, body }: ServiceReply): boolean {
  return status === 200 && (body as { Messages?: unknown[] }).Messages === undefined;
}
