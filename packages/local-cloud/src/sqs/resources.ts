import * as v from 'valibot';
import { physicalName } from '../template/physical-name.ts';
import type { DeploymentContext, ResourceTypes, UnresolvedResource } from '../template/resource-type.ts';

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
      QueueName: ({ logicalId }, context) => queueName(logicalId, context),
      QueueUrl: queueUrl,
    },
  },
  'AWS::SQS::QueuePolicy': {
    properties: queuePolicyProperties,
    ref: ({ logicalId }, context) => physicalName(logicalId, context, 128),
    attributes: {},
  },
};

/** The physical name of a queue: at most 80 characters. */
function queueName(logicalId: string, context: DeploymentContext): string {
  return physicalName(logicalId, context, 80);
}

function queueUrl({ logicalId }: UnresolvedResource, context: DeploymentContext): string {
  return `${context.endpointUrl}/${context.accountId}/${queueName(logicalId, context)}`;
}

function queueArn({ logicalId }: UnresolvedResource, context: DeploymentContext): string {
  return `arn:${context.partition}:sqs:${context.region}:${context.accountId}:${queueName(logicalId, context)}`;
}
