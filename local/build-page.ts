import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Makes the page's files if they are not those of the sources; says where they are. Rejects with what Vite said. */
export async function buildPage(root: string): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, [join('web', 'build.ts')], { cwd: root });
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error);
    throw new Error(`the page does not build: ${said.trim().split('\n')[0]} (npm run page tells more)`);
  }
  return join(root, 'web', 'dist');
}
