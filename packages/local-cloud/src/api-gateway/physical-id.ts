import { createHash } from 'node:crypto';
import type { DeploymentContext } from '../template/resource-type.ts';

/** The ten letters and digits that API Gateway would pick at random, made from stack and logical id instead. */
export function physicalId(logicalId: string, context: DeploymentContext): string {
  const digest = createHash('sha256').update(`${context.stackName}/${logicalId}`).digest('hex');
  return BigInt(`0x${digest.slice(0, 16)}`)
    .toString(36)
    .padStart(10, '0')
    .slice(-10);
}
