import type { ResolvedResource } from '../../src/template/resolved-template.ts';
import type { DeploymentContext } from '../../src/template/resource-type.ts';
import { resourceTypes } from '../../src/template/resource-types.ts';

/** A resource as it is after resolving. */
export function aResource(
  logicalId: string,
  type: string,
  properties: Record<string, unknown>,
  context: DeploymentContext,
): ResolvedResource {
  const known = resourceTypes[type];
  const resource = { logicalId, properties };
  return {
    ...resource,
    stackName: context.stackName,
    type,
    ref: known?.ref(resource, context) ?? logicalId,
    attribute: (name) => known?.attributes[name]?.(resource, context) ?? '',
  };
}
