import * as v from 'valibot';
import type { RequestBody, ServiceReply } from '../endpoint/service-reply.ts';
import type { Fauxqs } from '../sqs/fauxqs.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { createDeduplication } from './deduplication.ts';
import { createDelivery, type DeliveryParts } from './delivery.ts';
import { type Publication, publicationOf, readPublications } from './publication.ts';
import { topicProperties } from './resources.ts';
import { type Subscription, subscriptionsOf, wants } from './subscriptions.ts';

export interface Topics {
  /** Rejects with `ServiceError`. `traceHeader` is the X-Ray header of the call. */
  call(action: string, body: RequestBody, traceHeader?: string): Promise<ServiceReply>;
  /** What an AWS service publishes. */
  publish(topicArn: string, message: string, subject: string, traceHeader?: string): Promise<void>;
}

export interface TopicsInput extends DeliveryParts {
  readonly template: ResolvedTemplate;
  readonly fauxqs: Fauxqs;
}

/** SNS with the topics of the template. fauxqs checks and answers the calls; the messages are delivered from here. */
export function startTopics(input: TopicsInput): Topics {
  const { template, fauxqs } = input;
  const subscriptions = subscriptionsOf(template);
  const deliver = createDelivery(input);
  const isRepeated = deduplications(template);
  for (const { ref, attribute, properties } of resourcesOf(template, 'AWS::SNS::Topic')) {
    const own = subscriptions.filter(({ topicArn }) => topicArn === ref);
    fauxqs.topics.topics.set(ref, {
      arn: ref,
      name: attribute('TopicName'),
      attributes: topicAttributes(properties),
      tags: new Map(),
      subscriptionArns: own.map(({ arn }) => arn),
    });
    for (const one of own) fauxqs.topics.subscriptions.set(one.arn, listed(one));
  }

  return {
    async call(action, body, traceHeader) {
      const publications = action.startsWith('Publish') ? readPublications(action, body) : [];
      const { TargetArn, ...rest } = body as Record<string, string>;
      const reply = await fauxqs.query({ ...(TargetArn !== undefined && { TopicArn: TargetArn }), ...rest });
      for (const one of accepted(publications, reply)) await fanOut(one, traceHeader);
      return reply;
    },
    publish: (topicArn, message, subject, traceHeader) =>
      fanOut(publicationOf(topicArn, message, subject), traceHeader),
  };

  async function fanOut(publication: Publication, traceHeader: string | undefined): Promise<void> {
    if (isRepeated(publication)) return;
    const wanting = subscriptions.filter(
      (one) => one.topicArn === publication.topicArn && wants(one, publication),
    );
    await Promise.all(wanting.map((one) => deliver(one, publication, traceHeader)));
  }
}

/** Of FIFO topics, by ARN; a standard topic repeats nothing. */
function deduplications(template: ResolvedTemplate): (publication: Publication) => boolean {
  const fifo = resourcesOf(template, 'AWS::SNS::Topic').flatMap(({ ref, properties }) => {
    const { FifoTopic, FifoThroughputScope } = v.parse(topicProperties, properties);
    return FifoTopic ? [[ref, createDeduplication(FifoThroughputScope)] as const] : [];
  });
  const byArn = new Map(fifo);
  return (publication) => byArn.get(publication.topicArn)?.(publication) ?? false;
}

function topicAttributes(properties: unknown): Record<string, string> {
  const { FifoTopic, ContentBasedDeduplication } = v.parse(topicProperties, properties);
  return FifoTopic ? { FifoTopic: 'true', ContentBasedDeduplication: String(ContentBasedDeduplication) } : {};
}

/** Unconfirmed: so fauxqs lists it, and delivers nothing itself. */
function listed({ arn, topicArn, protocol, endpoint, isRaw }: Subscription) {
  const attributes = { RawMessageDelivery: String(isRaw), PendingConfirmation: 'false' };
  return { arn, topicArn, protocol, endpoint, confirmed: false, attributes };
}

/** Those that fauxqs took, with the ids that it gave them. */
function accepted(
  publications: readonly Publication[],
  { status, bytes }: ServiceReply,
): readonly Publication[] {
  if (status !== 200) return [];
  const xml = String(bytes);
  return publications.flatMap((publication) => {
    const id = publication.entryId;
    const before = id === undefined ? '' : `<Id>${RegExp.escape(id)}</Id>`;
    const messageId = new RegExp(`${before}<MessageId>([^<]+)</MessageId>`).exec(xml)?.[1];
    return messageId === undefined ? [] : [{ ...publication, messageId }];
  });
}
