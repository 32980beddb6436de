import { join } from 'node:path';
import { runScript } from './run-script.ts';

/** Makes the page's files if they are not those of the sources; says where they are. */
export async function buildPage(root: string): Promise<string> {
  const args = [join('web', 'build.ts')];
  await runScript({ root, args, failure: 'the page does not build', more: 'npm run page' });
  return join(root, 'web', 'dist');
}
