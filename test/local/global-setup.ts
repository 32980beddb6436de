import { join } from 'node:path';
import { synthesize } from '../../packages/local-cloud/src/synthesize.ts';

/** Once for all, so that no two test files write the synthesis at the same time. */
export default async function synthesizeOnce(): Promise<void> {
  const root = join(import.meta.dirname, '..', '..');
  await synthesize(root, join(root, '.cache', 'cdk.out'));
}
