import * as v from 'valibot';
import { physicalName } from '../template/physical-name.ts';
import type {
  DeploymentContext,
  ResourceType,
  ResourceTypes,
  UnresolvedResource,
} from '../template/resource-type.ts';
import { functionProperties } from './function-properties.ts';

const lambdaFunction: ResourceType = {
  properties: functionProperties,
  ref: nameOf,
  attributes: {
    Arn: (resource, context) =>
      `arn:${context.partition}:lambda:${context.region}:${context.accountId}:function:${nameOf(resource, context)}`,
  },
};

/** Read by the API Gateway; for event sources and schedules it has no effect. */
const permission: ResourceType = {
  properties: v.strictObject({
    Action: v.literal('lambda:InvokeFunction'),
    FunctionName: v.string(),
    Principal: v.string(),
    SourceAccount: v.optional(v.string()),
    SourceArn: v.optional(v.string()),
  }),
  ref: ({ logicalId }) => logicalId,
  attributes: {},
};

/** No effect: only schedules invoke asynchronously here, and they do not retry. */
const eventInvokeConfig: ResourceType = {
  properties: v.strictObject({
    FunctionName: v.string(),
    MaximumEventAgeInSeconds: v.optional(v.number()),
    MaximumRetryAttempts: v.optional(v.number()),
    Qualifier: v.literal('$LATEST'),
  }),
  ref: ({ logicalId }) => logicalId,
  attributes: {},
};

export const lambdaResources: ResourceTypes = {
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
};

function nameOf({ logicalId }: UnresolvedResource, context: DeploymentContext): string {
  return physicalName(logicalId, context, 64);
}
