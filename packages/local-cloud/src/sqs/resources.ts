import * as v from 'valibot';
import { physicalName } from '../template/physical-name.ts';
import type { Place, ResourceTypes, UnresolvedResource } from '../template/resource-type.ts';

const tags = v.array(v.unknown());

export const queueProperties = v.strictObject({
  DelaySeconds: v.optional(v.number()),
  MaximumMessageSize: v.optional(v.number()),
  ReceiveMessageWaitTimeSeconds: v.optional(v.number()),
  VisibilityTimeout: v.optional(v.number()),
  RedrivePolicy: v.optional(v.strictObject({ deadLetterTargetArn: v.string(), maxReceiveCount: v.number() })),
  RedriveAllowPolicy: v.optional(v.unknown()), // redrive
  MessageRetentionPeriod: v.optional(v.number()), // lifetime
  SqsManagedSseEnabled: v.optional(v.boolean()), // encryption
  Tags: v.optional(tags), // tags
});

export const queuePolicyProperties = v.strictObject({
  Queues: v.array(v.string()),
  PolicyDocument: v.looseObject({ Statement: v.array(v.unknown()) }),
});

export const sqsResources: ResourceTypes = {
  'AWS::SQS::Queue': {
    properties: queueProperties,
    ref: queueUrl,
    attributes: {
      Arn: queueArn,
      QueueName: ({ logicalId }, place) => queueName(logicalId, place),
      QueueUrl: queueUrl,
    },
  },
  'AWS::SQS::QueuePolicy': {
    properties: queuePolicyProperties,
    ref: ({ logicalId }, place) => physicalName(logicalId, place, 128),
    attributes: {},
  },
};

/** The physical name of a queue: at most 80 characters. */
function queueName(logicalId: string, place: Place): string {
  return physicalName(logicalId, place, 80);
}

function queueUrl({ logicalId }: UnresolvedResource, place: Place): string {
  return `${place.endpointUrl}/${place.accountId}/${queueName(logicalId, place)}`;
}

function queueArn({ logicalId }: UnresolvedResource, place: Place): string {
  return `arn:${place.partition}:sqs:${place.region}:${place.accountId}:${queueName(logicalId, place)}`;
}
