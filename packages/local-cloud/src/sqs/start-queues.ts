import type { JsonService, RequestBody, ServiceReply } from '../endpoint/service-reply.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import type { CloudContext } from '../template/resource-type.ts';
import type { Fauxqs } from './fauxqs.ts';
import { receiveMessages } from './long-polling.ts';
import { queueAttributes } from './queue-attributes.ts';
import { createTraceHeaders } from './trace-headers.ts';

interface StartQueuesOptions {
  /** Resources of type `AWS::SQS::Queue`. */
  readonly queues: readonly ResolvedResource[];
  /** Stays open when the queues are closed. */
  readonly fauxqs: Fauxqs;
}

export interface Queues extends JsonService {
  /** `traceHeader` is the X-Ray header of the call; sent messages carry it as `AWSTraceHeader`. */
  call(action: string, body: RequestBody, signal?: AbortSignal, traceHeader?: string): Promise<ServiceReply>;
  /** Ends what waits for messages. */
  close(): void;
}

/** Where the queue with this ARN is called. */
export function queueUrl(arn: string, { endpointUrl, accountId }: CloudContext): string {
  return `${endpointUrl}/${accountId}/${arn.split(':').at(-1)}`;
}

/** SQS with the queues of the template, whose account must be that of fauxqs, 000000000000. */
export function startQueues({ queues, fauxqs }: StartQueuesOptions): Queues {
  const traces = createTraceHeaders();
  const closing = new AbortController();
  for (const resource of queues) ensureQueue(resource);

  return {
    async call(action, body, signal, traceHeader) {
      if (action === 'ReceiveMessage') {
        const gone = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]);
        const reply = await receiveMessages(fauxqs, body, gone);
        return { ...reply, body: traces.received(body, reply.body) };
      }
      const reply = await fauxqs.call(action, body);
      if (action.startsWith('SendMessage') && reply.status === 200)
        traces.sent(body, reply.body, traceHeader);
      return reply;
    },
    close() {
      closing.abort();
    },
  };

  function ensureQueue(resource: ResolvedResource): void {
    const url = resource.ref;
    const [name, arn] = [resource.attribute('QueueName'), resource.attribute('Arn')];
    const attributes = queueAttributes(resource);
    const queue = fauxqs.store.getQueueByArn(arn) ?? fauxqs.store.createQueue(name, url, arn, attributes);
    // The endpoint has another port at every start, and the template may have changed.
    Object.assign(queue, { url });
    queue.setAttributes(attributes);
  }
}
