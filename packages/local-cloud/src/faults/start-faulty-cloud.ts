import { type Cloud, type CloudOptions, startCloud } from '../cloud.ts';
import type { Faults } from './faults.ts';

/** A local cloud in which `faults` strike. */
export async function startFaultyCloud(
  options: Omit<CloudOptions, 'intercept' | 'interceptInvocation'>,
  faults: Faults,
): Promise<Cloud> {
  const { intercept, interceptInvocation } = faults;
  const cloud = await startCloud({ ...options, intercept, interceptInvocation });
  faults.attach(cloud);
  return cloud;
}
