import type { AsyncInvocations } from '../event-sources/async-invocations.ts';
import type { Authorizer } from '../iam/authorizer.ts';
import type { MayInvoke } from '../lambda/invoke-permissions.ts';
import type { Queues } from '../sqs/start-queues.ts';
import { functionEvent, messageFor, queueNotification } from './notification.ts';
import type { Publication } from './publication.ts';
import type { Subscription } from './subscriptions.ts';

export interface DeliveryParts {
  readonly queues: Pick<Queues, 'call'>;
  readonly queueUrl: (arn: string) => string;
  readonly invocations: Pick<AsyncInvocations, 'send'>;
  readonly authorizer: Pick<Authorizer, 'mayDeliver'>;
  readonly mayInvoke: MayInvoke;
  readonly log: (line: string) => void;
}

/** Brings a message to a subscription. */
export type Deliver = (
  subscription: Subscription,
  publication: Publication,
  traceHeader: string | undefined,
) => Promise<void>;

/** What cannot be delivered goes to the subscription's dead-letter queue, or is told and lost. Never rejects. */
export function createDelivery(parts: DeliveryParts): Deliver {
  const { invocations, mayInvoke, log } = parts;

  return async (subscription, publication, traceHeader) => {
    const at = new Date();
    const failure =
      subscription.protocol === 'sqs'
        ? await toQueue(subscription.endpoint, subscription, publication, at, traceHeader)
        : toFunction(subscription, publication, at, traceHeader);
    if (failure === undefined) return;
    const { deadLetterQueue } = subscription;
    log(failure);
    if (deadLetterQueue === undefined) return;
    const lost = await toQueue(deadLetterQueue, subscription, publication, at, traceHeader);
    if (lost !== undefined) log(lost);
  };

  function toFunction(
    subscription: Subscription,
    publication: Publication,
    at: Date,
    traceHeader: string | undefined,
  ): string | undefined {
    const { endpoint, topicArn } = subscription;
    if (!mayInvoke(endpoint, topicArn))
      return `SNS may not invoke ${endpoint}: no AWS::Lambda::Permission covers ${topicArn}`;
    invocations.send(endpoint, functionEvent(subscription, publication, at), traceHeader);
    return undefined;
  }

  async function toQueue(
    queueArn: string,
    subscription: Subscription,
    publication: Publication,
    at: Date,
    traceHeader: string | undefined,
  ): Promise<string | undefined> {
    const decision = parts.authorizer.mayDeliver({
      service: 'sns.amazonaws.com',
      action: 'sqs:SendMessage',
      resource: queueArn,
      sourceArn: subscription.topicArn,
    });
    if (!decision.allowed) return `SNS may not send to ${queueArn} ${decision.reason}`;
    const request = queueRequest(parts.queueUrl(queueArn), subscription, publication, at);
    const { status, body } = await parts.queues.call('SendMessage', request, undefined, traceHeader);
    return status === 200 ? undefined : `SNS cannot send to ${queueArn}: ${Object(body).message}`;
  }
}

function queueRequest(QueueUrl: string, subscription: Subscription, publication: Publication, at: Date) {
  const { groupId, deduplicationId, attributes } = publication;
  return {
    QueueUrl,
    ...(subscription.isRaw
      ? { MessageBody: messageFor(subscription, publication), MessageAttributes: attributes }
      : { MessageBody: queueNotification(subscription, publication, at) }),
    ...(QueueUrl.endsWith('.fifo') && {
      MessageGroupId: groupId,
      MessageDeduplicationId: deduplicationId,
    }),
  };
}
