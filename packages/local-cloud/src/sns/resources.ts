import * as v from 'valibot';
import { parseFilterPolicy } from '../event-sources/filter-pattern.ts';
import { nameIn, physicalName, physicalUuid } from '../template/physical-name.ts';
import type { ResourceType, ResourceTypes } from '../template/resource-type.ts';
import { UnsupportedTemplateError } from '../template/template-error.ts';

/** Where the local cloud delivers to. */
const protocol = v.picklist(['sqs', 'lambda']);
const noEffect = v.optional(v.unknown());

export const topicProperties = v.strictObject({
  TopicName: v.optional(v.string()),
  FifoTopic: v.optional(v.boolean(), false),
  ContentBasedDeduplication: v.optional(v.boolean(), false),
  FifoThroughputScope: v.optional(v.picklist(['Topic', 'MessageGroup']), 'Topic'),
  Subscription: v.optional(v.array(v.strictObject({ Protocol: protocol, Endpoint: v.string() })), []),
  DisplayName: noEffect, // label
  KmsMasterKeyId: noEffect, // encryption
  SignatureVersion: noEffect, // messages are not signed
  TracingConfig: noEffect, // tracing
  DeliveryStatusLogging: noEffect, // no CloudWatch
  Tags: noEffect, // labels
});

const filterPolicy = v.pipe(
  v.record(v.string(), v.unknown()),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return parseFilterPolicy(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
      return NEVER;
    }
  }),
);

export const subscriptionProperties = v.strictObject({
  TopicArn: v.string(),
  Protocol: protocol,
  Endpoint: v.string(),
  RawMessageDelivery: v.optional(v.boolean(), false),
  FilterPolicy: v.optional(filterPolicy),
  FilterPolicyScope: v.optional(v.picklist(['MessageAttributes', 'MessageBody']), 'MessageAttributes'),
  RedrivePolicy: v.optional(v.strictObject({ deadLetterTargetArn: v.string() })),
  Region: noEffect, // the local cloud is one region
});

export const topicPolicyProperties = v.strictObject({
  Topics: v.array(v.string()),
  PolicyDocument: v.looseObject({ Statement: v.array(v.unknown()) }),
});

const longestName = 256;
const fifo = '.fifo';

/** FIFO topics are told by the end of their names. */
function topicName(...[topic, context]: Parameters<ResourceType['ref']>): string {
  const { FifoTopic, TopicName } = topic.properties;
  if (FifoTopic === true && TopicName === undefined)
    return physicalName(topic.logicalId, context, longestName - fifo.length) + fifo;
  const name = nameIn('TopicName', longestName)(topic, context);
  if (name.endsWith(fifo) === (FifoTopic === true)) return name;
  throw new UnsupportedTemplateError(
    `${topic.logicalId}.TopicName`,
    `SNS refuses ${name}: FIFO topics, and no others, are called ….fifo`,
    'change TopicName or FifoTopic',
  );
}

export const snsResources: ResourceTypes = {
  'AWS::SNS::Topic': {
    properties: topicProperties,
    ref: topicArn,
    attributes: { TopicArn: topicArn, TopicName: topicName },
  },
  'AWS::SNS::Subscription': {
    properties: subscriptionProperties,
    ref: subscriptionRef,
    attributes: { Arn: subscriptionRef },
  },
  'AWS::SNS::TopicPolicy': {
    properties: topicPolicyProperties,
    ref: ({ logicalId }, context) => physicalName(logicalId, context, 128),
    attributes: { Id: ({ logicalId }, context) => physicalName(logicalId, context, 128) },
  },
};

function topicArn(...[topic, context]: Parameters<ResourceType['ref']>): string {
  return `arn:${context.partition}:sns:${context.region}:${context.accountId}:${topicName(topic, context)}`;
}

function subscriptionRef(...[{ logicalId, properties }, context]: Parameters<ResourceType['ref']>): string {
  return `${properties.TopicArn}:${physicalUuid(`${context.stackName}/${logicalId}`)}`;
}
