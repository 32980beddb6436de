import { createHash } from 'node:crypto';
import type { DeploymentContext, ResourceType } from './resource-type.ts';

/**
 * The name that CloudFormation would make up, without its random end: a second start finds the same resources.
 * A name longer than `maxLength` characters is cut and ends in a hash of the whole.
 */
export function physicalName(logicalId: string, context: DeploymentContext, maxLength: number): string {
  const name = `${context.stackName}-${logicalId}`;
  if (name.length <= maxLength) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, maxLength - hash.length - 1)}-${hash}`;
}

/** The name that the template gives in `property`, or else the one that CloudFormation would make up. */
export function nameIn(property: string, maxLength: number): ResourceType['ref'] {
  return ({ logicalId, properties }, context) =>
    typeof properties[property] === 'string'
      ? properties[property]
      : physicalName(logicalId, context, maxLength);
}

/** Shaped like the UUID that a service would make up; the same for the same name. */
export function physicalUuid(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
