import type { Template } from './template-schema.ts';

/** The type that such a function is given instead: nothing of it runs here. */
export const deployTimeFunction = 'Local::DeployTimeFunction';

/**
 * Functions that serve custom resources alone work while a stack is deployed, in whatever language, and never again:
 * here nothing is deployed. They are told by the `ServiceToken` of a `Custom::…` resource.
 */
export function setAsideDeployTimeFunctions(template: Template): Template {
  const resources = Object.entries(template.Resources);
  const custom = resources.filter(([, { Type }]) => Type.startsWith('Custom::'));
  const tokens = new Set(custom.map(([, { Properties }]) => functionNamed(Properties.ServiceToken)));
  const Resources = Object.fromEntries(
    resources.map(([id, resource]) => [
      id,
      tokens.has(id) ? { ...resource, Type: deployTimeFunction } : resource,
    ]),
  );
  return { ...template, Resources };
}

function functionNamed(serviceToken: unknown): string | undefined {
  const { 'Fn::GetAtt': attribute } = Object(serviceToken) as { 'Fn::GetAtt'?: unknown };
  const [id, name] = Array.isArray(attribute) ? attribute : [];
  return name === 'Arn' ? String(id) : undefined;
}
