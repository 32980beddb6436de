import * as v from 'valibot';
import { nameIn, physicalName } from '../template/physical-name.ts';
import type { ResourceType, ResourceTypes } from '../template/resource-type.ts';

const policyDocument = v.looseObject({ Statement: v.array(v.unknown()) });
const description = v.optional(v.string());

const roleProperties = v.strictObject({
  RoleName: v.optional(v.string()),
  AssumeRolePolicyDocument: policyDocument,
  ManagedPolicyArns: v.optional(v.array(v.string()), []),
  Policies: v.optional(
    v.array(v.strictObject({ PolicyName: v.string(), PolicyDocument: policyDocument })),
    [],
  ),
  Description: description, // text
  MaxSessionDuration: v.optional(v.number()), // sessions
  Tags: v.optional(v.array(v.unknown())), // tags
});

const policyProperties = v.strictObject({
  PolicyName: v.string(),
  PolicyDocument: policyDocument,
  Roles: v.array(v.string()),
});

const managedPolicyProperties = v.strictObject({
  ManagedPolicyName: v.optional(v.string()),
  PolicyDocument: policyDocument,
  Roles: v.optional(v.array(v.string()), []),
  Path: v.optional(v.literal('/')),
  Description: description, // text
});

export const iamSchemas = {
  role: roleProperties,
  policy: policyProperties,
  managedPolicy: managedPolicyProperties,
} as const;

const roleName = nameIn('RoleName', 64);
const managedPolicyName = nameIn('ManagedPolicyName', 128);

export const iamResources: ResourceTypes = {
  'AWS::IAM::Role': {
    properties: roleProperties,
    ref: roleName,
    attributes: { Arn: roleArn, RoleId: ({ logicalId }) => `AROALOCAL${logicalId.toUpperCase()}` },
  },
  'AWS::IAM::Policy': {
    properties: policyProperties,
    ref: ({ logicalId }, context) => physicalName(logicalId, context, 128),
    attributes: { Id: ({ logicalId }, context) => physicalName(logicalId, context, 128) },
  },
  'AWS::IAM::ManagedPolicy': {
    properties: managedPolicyProperties,
    ref: managedPolicyArn,
    attributes: { PolicyArn: managedPolicyArn },
  },
};

function roleArn(...[role, context]: Parameters<ResourceType['ref']>): string {
  return `arn:${context.partition}:iam::${context.accountId}:role/${roleName(role, context)}`;
}

function managedPolicyArn(...[policy, context]: Parameters<ResourceType['ref']>): string {
  const name = managedPolicyName(policy, context);
  return `arn:${context.partition}:iam::${context.accountId}:policy/${name}`;
}
