import * as v from 'valibot';
import { physicalName } from '../template/physical-name.ts';
import type { DeploymentContext, ResourceTypes, UnresolvedResource } from '../template/resource-type.ts';

const policyDocument = v.looseObject({ Statement: v.array(v.unknown()) });
const description = v.optional(v.string());

const roleProperties = v.strictObject({
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

export const iamResources: ResourceTypes = {
  'AWS::IAM::Role': {
    properties: roleProperties,
    ref: ({ logicalId }, context) => roleName(logicalId, context),
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

/** The physical name of a role: at most 64 characters. */
function roleName(logicalId: string, context: DeploymentContext): string {
  return physicalName(logicalId, context, 64);
}

function roleArn({ logicalId }: UnresolvedResource, context: DeploymentContext): string {
  return `arn:${context.partition}:iam::${context.accountId}:role/${roleName(logicalId, context)}`;
}

function managedPolicyArn({ logicalId }: UnresolvedResource, context: DeploymentContext): string {
  return `arn:${context.partition}:iam::${context.accountId}:policy/${physicalName(logicalId, context, 128)}`;
}
