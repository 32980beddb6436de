import * as v from 'valibot';
import type { Inspection } from '../template/inspection.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { UnsupportedTemplateError } from '../template/template-error.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import type { Policy } from './policy/policy-document.ts';
import { iamSchemas } from './resources.ts';

export interface Role {
  readonly arn: string;
  readonly trustPolicy: Policy;
  readonly policies: readonly Policy[];
}

/** The roles of a template with everything that is attached to them, by ARN. */
export function rolesOf(template: ResolvedTemplate, { attempt }: Inspection): ReadonlyMap<string, Role> {
  const attached = attachedPolicies(template, attempt);
  const roles = resourcesOf(template, 'AWS::IAM::Role').flatMap(
    (resource) => attempt(resource, () => roleOf(resource, attached)) ?? [],
  );
  return new Map(roles.map((role) => [role.arn, role]));
}

interface Attached {
  readonly arn?: string;
  readonly roleNames: readonly string[];
  /** Undefined when it is not supported. */
  readonly policy: Policy | undefined;
}

function roleOf(resource: ResolvedResource, attached: readonly Attached[]): Role {
  const { logicalId } = resource;
  const properties = v.parse(iamSchemas.role, resource.properties);
  const name = resource.ref;
  const inline = properties.Policies.map((one) => parsePolicy(logicalId, one.PolicyDocument, 'role'));
  const managed = properties.ManagedPolicyArns.map((arn) => managedPolicy(logicalId, arn, attached));
  const own = attached.filter(({ roleNames }) => roleNames.includes(name));
  return {
    arn: resource.attribute('Arn'),
    trustPolicy: parsePolicy(logicalId, properties.AssumeRolePolicyDocument, 'resource'),
    policies: [...inline, ...managed, ...own.map(({ policy }) => policy)].filter((one) => one !== undefined),
  };
}

function attachedPolicies(template: ResolvedTemplate, attempt: Inspection['attempt']): Attached[] {
  const nothing = { policy: undefined, roleNames: [] };
  const policies = resourcesOf(template, 'AWS::IAM::Policy').map((resource) =>
    attempt(resource, () => {
      const { PolicyDocument, Roles } = v.parse(iamSchemas.policy, resource.properties);
      return { policy: parsePolicy(resource.logicalId, PolicyDocument, 'role'), roleNames: Roles };
    }),
  );
  const managed = resourcesOf(template, 'AWS::IAM::ManagedPolicy').map((resource) => {
    const read = attempt(resource, () => {
      const { PolicyDocument, Roles } = v.parse(iamSchemas.managedPolicy, resource.properties);
      return { policy: parsePolicy(resource.logicalId, PolicyDocument, 'role'), roleNames: Roles };
    });
    return { ...(read ?? nothing), arn: resource.ref };
  });
  return [...policies.filter((one) => one !== undefined), ...managed];
}

function managedPolicy(logicalId: string, arn: string, attached: readonly Attached[]): Policy | undefined {
  const own = attached.find((policy) => policy.arn === arn);
  if (own !== undefined) return own.policy;
  const policy = awsManagedPolicies[arn.replace(/^.*:aws:policy\//, '')];
  if (policy !== undefined) return policy;
  const remedy = 'allow what it does in a policy of the app';
  throw new UnsupportedTemplateError(
    `${logicalId}.ManagedPolicyArns`,
    `the policy ${arn} is not known`,
    remedy,
  );
}
