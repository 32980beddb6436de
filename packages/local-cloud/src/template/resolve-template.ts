import * as v from 'valibot';
import { setAsideDeployTimeFunctions } from './deploy-time-functions.ts';
import { evaluate, evaluateMembers, type Scope } from './intrinsic-functions.ts';
import type { ResolvedResource, ResolvedTemplate } from './resolved-template.ts';
import type { DeploymentContext, ResourceType, ResourceTypes } from './resource-type.ts';
import { UnsupportedTemplateError } from './template-error.ts';
import { parseTemplate, type Template } from './template-schema.ts';
import { createScope, typeOf } from './template-scope.ts';

/**
 * Resolves a synthesized template as if it were deployed at `context`.
 * Throws `UnsupportedTemplateError`, one line, for whatever the local cloud would have to ignore.
 */
export function resolveTemplate(
  template: unknown,
  types: ResourceTypes,
  context: DeploymentContext,
): ResolvedTemplate {
  const parsed = setAsideDeployTimeFunctions(parseTemplate(template));
  const scope = createScope(parsed, types, context);
  const present = Object.entries(parsed.Resources).filter(([id, one]) => isPresent(one, scope, id));
  const resources = present.map(([id, one]): [string, ResolvedResource] => [
    id,
    resolve(id, one, types, scope),
  ]);
  return { resources: new Map(resources), outputs: resolveOutputs(parsed, scope) };
}

type TemplateResource = Template['Resources'][string];

function isPresent(part: { Condition?: string | undefined }, scope: Scope, path: string): boolean {
  return part.Condition === undefined || scope.condition(part.Condition, path);
}

function resolve(
  id: string,
  resource: TemplateResource,
  types: ResourceTypes,
  scope: Scope,
): ResolvedResource {
  const type = typeOf(resource.Type, types, id);
  const properties = evaluateMembers(resource.Properties, scope, id);
  checkProperties({ logicalId: id, type: resource.Type, properties }, type);
  return { logicalId: id, type: resource.Type, properties };
}

function checkProperties(resource: ResolvedResource, type: ResourceType): void {
  const result = v.safeParse(type.properties, resource.properties);
  if (result.success) return;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  const where = path === null ? resource.logicalId : `${resource.logicalId}.${path}`;
  throw new UnsupportedTemplateError(
    where,
    `the local cloud does not support this in ${resource.type} (${issue.message})`,
    "remove it or add it to the type's schema under local/",
  );
}

function resolveOutputs(template: Template, scope: Scope): Record<string, string> {
  const present = Object.entries(template.Outputs).filter(([name, one]) =>
    isPresent(one, scope, `Outputs.${name}`),
  );
  return Object.fromEntries(
    present.map(([name, one]) => [name, String(evaluate(one.Value, scope, `Outputs.${name}.Value`))]),
  );
}
