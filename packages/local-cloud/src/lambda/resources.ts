import * as v from 'valibot';
import { nameIn } from '../template/physical-name.ts';
import type { ResourceType, ResourceTypes } from '../template/resource-type.ts';
import { functionProperties } from './function-properties.ts';

const functionName = nameIn('FunctionName', 64);

const lambdaFunction: ResourceType = {
  properties: functionProperties,
  ref: functionName,
  attributes: { Arn: functionArn },
};

/** Every version runs the code that is here: what an older one was is not in the template. */
const version: ResourceType = {
  properties: v.strictObject({
    FunctionName: v.string(),
    CodeSha256: v.optional(v.string()), // no effect: the code that is here
    Description: v.optional(v.string()), // no effect: prose
    FunctionVersion: v.optional(v.string()), // no effect: the code that is here
    ProvisionedConcurrencyConfig: v.optional(v.unknown()), // no effect: one process is kept warm
    RuntimePolicy: v.optional(v.unknown()), // no effect: the Node at hand
  }),
  ref: (resource, context) => qualifiedArn(resource, context, '1'),
  attributes: {
    FunctionArn: (resource, context) => qualifiedArn(resource, context, '1'),
    Version: () => '1',
  },
};

const alias: ResourceType = {
  properties: v.strictObject({
    FunctionName: v.string(),
    FunctionVersion: v.string(),
    Name: v.string(),
    Description: v.optional(v.string()), // no effect: prose
    ProvisionedConcurrencyConfig: v.optional(v.unknown()), // no effect: one process is kept warm
  }),
  ref: aliasArn,
  attributes: { AliasArn: aliasArn },
};

/** Read by API Gateway, SNS and S3; for event sources and schedules it has no effect. */
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

/** For events of topics and buckets; schedules do not retry. */
export const eventInvokeConfigProperties = v.strictObject({
  FunctionName: v.string(),
  MaximumEventAgeInSeconds: v.optional(v.number()),
  MaximumRetryAttempts: v.optional(v.number()),
  Qualifier: v.string(),
});

const eventInvokeConfig: ResourceType = {
  properties: eventInvokeConfigProperties,
  ref: ({ logicalId }) => logicalId,
  attributes: {},
};

export const lambdaResources: ResourceTypes = {
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Version': version,
  'AWS::Lambda::Alias': alias,
  'AWS::Lambda::Permission': permission,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
};

type Reference = Parameters<ResourceType['ref']>;

function functionArn(...[fn, context]: Reference): string {
  return arnOf(functionName(fn, context), context);
}

function aliasArn(...[resource, context]: Reference): string {
  return qualifiedArn(resource, context, String(resource.properties.Name));
}

/** `FunctionName` is a name or an ARN. */
function qualifiedArn(...[{ properties }, context, qualifier]: [...Reference, string]): string {
  const fn = String(properties.FunctionName);
  return `${fn.startsWith('arn:') ? fn : arnOf(fn, context)}:${qualifier}`;
}

function arnOf(name: string, { partition, region, accountId }: Reference[1]): string {
  return `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
}
