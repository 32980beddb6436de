import * as v from 'valibot';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { UnsupportedTemplateError } from '../template/template-error.ts';
import { awsManagedPolicies, type PolicyDocument } from './aws-managed-policies.ts';
import { checkConditionKeys } from './condition-keys.ts';
import { iamSchemas } from './resources.ts';

export interface Role {
  readonly arn: string;
  readonly trustPolicy: PolicyDocument;
  readonly policies: readonly { readonly name: string; readonly policy: PolicyDocument }[];
}

/** The roles of a template with everything that is attached to them, by ARN. Throws `UnsupportedTemplateError`. */
export function rolesOf(template: ResolvedTemplate): ReadonlyMap<string, Role> {
  const attached = attachedPolicies(template);
  const roles = resourcesOf(template, 'AWS::IAM::Role').map((resource) => roleOf(resource, attached));
  return new Map(roles.map((role) => [role.arn, role]));
}

interface Attached {
  readonly arn?: string;
  readonly name: string;
  readonly roleNames: readonly string[];
  readonly policy: PolicyDocument;
}

function roleOf(resource: ResolvedResource, attached: readonly Attached[]): Role {
  const { logicalId } = resource;
  const properties = v.parse(iamSchemas.role, resource.properties);
  const name = resource.ref;
  checkConditionKeys(logicalId, properties.AssumeRolePolicyDocument);
  const inline = properties.Policies.map((one) => checked(logicalId, one.PolicyName, one.PolicyDocument));
  const managed = properties.ManagedPolicyArns.map((arn) => managedPolicy(logicalId, arn, attached));
  const own = attached.filter(({ roleNames }) => roleNames.includes(name));
  return {
    arn: resource.attribute('Arn'),
    trustPolicy: properties.AssumeRolePolicyDocument,
    policies: [...inline, ...managed, ...own.map(({ name, policy }) => ({ name, policy }))],
  };
}

function attachedPolicies(template: ResolvedTemplate): Attached[] {
  const policies = resourcesOf(template, 'AWS::IAM::Policy').map((resource) => {
    const { PolicyName, PolicyDocument, Roles } = v.parse(iamSchemas.policy, resource.properties);
    return { ...checked(resource.logicalId, PolicyName, PolicyDocument), roleNames: Roles };
  });
  const managed = resourcesOf(template, 'AWS::IAM::ManagedPolicy').map((resource) => {
    const { PolicyDocument, Roles } = v.parse(iamSchemas.managedPolicy, resource.properties);
    const arn = resource.ref;
    return { ...checked(resource.logicalId, arn, PolicyDocument), roleNames: Roles, arn };
  });
  return [...policies, ...managed];
}

function managedPolicy(logicalId: string, arn: string, attached: readonly Attached[]) {
  const own = attached.find((policy) => policy.arn === arn);
  if (own !== undefined) return { name: own.name, policy: own.policy };
  const policy = awsManagedPolicies[arn.replace(/^.*:aws:policy\//, '')];
  if (policy !== undefined) return { name: arn, policy };
  const remedy = 'add what it allows to local/iam/aws-managed-policies.ts';
  throw new UnsupportedTemplateError(
    `${logicalId}.ManagedPolicyArns`,
    `the policy ${arn} is not known`,
    remedy,
  );
}

function checked(logicalId: string, name: string, policy: PolicyDocument) {
  checkConditionKeys(logicalId, policy);
  return { name, policy };
}
