import * as v from 'valibot';
import { nameIn, physicalName } from '../template/physical-name.ts';
import type { ResourceType, ResourceTypes } from '../template/resource-type.ts';
import { UnsupportedTemplateError } from '../template/template-error.ts';

const tags = v.array(v.unknown());

export const queueProperties = v.strictObject({
  QueueName: v.optional(v.string()),
  DelaySeconds: v.optional(v.number()),
  MaximumMessageSize: v.optional(v.number()),
  ReceiveMessageWaitTimeSeconds: v.optional(v.number()),
  VisibilityTimeout: v.optional(v.number()),
  RedrivePolicy: v.optional(v.strictObject({ deadLetterTargetArn: v.string(), maxReceiveCount: v.number() })),
  RedriveAllowPolicy: v.optional(v.unknown()), // redrive
  MessageRetentionPeriod: v.optional(v.number()), // lifetime
  SqsManagedSseEnabled: v.optional(v.boolean()), // encryption
  FifoQueue: v.optional(v.literal(true)),
  ContentBasedDeduplication: v.optional(v.boolean()),
  DeduplicationScope: v.optional(v.picklist(['queue', 'messageGroup'])),
  FifoThroughputLimit: v.optional(v.unknown()), // no effect: throughput has no limit
  Tags: v.optional(tags), // tags
});

export const queuePolicyProperties = v.strictObject({
  Queues: v.array(v.string()),
  PolicyDocument: v.looseObject({ Statement: v.array(v.unknown()) }),
});

const longestName = 80;
const fifo = '.fifo';

/** FIFO queues are told by the end of their names. */
function queueName(...[queue, context]: Parameters<ResourceType['ref']>): string {
  const { FifoQueue, QueueName } = queue.properties;
  if (FifoQueue === true && QueueName === undefined)
    return physicalName(queue.logicalId, context, longestName - fifo.length) + fifo;
  const name = nameIn('QueueName', longestName)(queue, context);
  if (name.endsWith(fifo) === (FifoQueue === true)) return name;
  throw new UnsupportedTemplateError(
    `${queue.logicalId}.QueueName`,
    `SQS refuses ${name}: FIFO queues, and no others, are called ….fifo`,
    'change QueueName or FifoQueue',
  );
}

export const sqsResources: ResourceTypes = {
  'AWS::SQS::Queue': {
    properties: queueProperties,
    ref: queueUrl,
    attributes: {
      Arn: queueArn,
      QueueName: queueName,
      QueueUrl: queueUrl,
    },
  },
  'AWS::SQS::QueuePolicy': {
    properties: queuePolicyProperties,
    ref: ({ logicalId }, context) => physicalName(logicalId, context, 128),
    attributes: {},
  },
};

function queueUrl(...[queue, context]: Parameters<ResourceType['ref']>): string {
  return `${context.endpointUrl}/${context.accountId}/${queueName(queue, context)}`;
}

function queueArn(...[queue, context]: Parameters<ResourceType['ref']>): string {
  return `arn:${context.partition}:sqs:${context.region}:${context.accountId}:${queueName(queue, context)}`;
}
