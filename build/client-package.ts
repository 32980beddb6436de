import { execFile } from 'node:child_process';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const source = join(root, 'coffee', 'client');

/** Node 22, and browsers since 2024. */
const target = 'es2024';

/** Makes the client's package, ready for `npm publish`, in `folder`. */
export async function makeClientPackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({ ...bundling, minify: false, outfile: join(folder, 'index.js') });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '--project', source, '--outDir', join(folder, 'types')];
  await promisify(execFile)(process.execPath, args);
  for (const file of ['package.json', 'README.md']) await copyFile(join(source, file), join(folder, file));
  await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

/** Bytes of the whole client in a page. */
export async function clientSize(): Promise<{ readonly minified: number; readonly gzipped: number }> {
  const { outputFiles } = await build({ ...bundling, minify: true, write: false });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  return { minified: code.length, gzipped: gzipSync(code).length };
}

const bundling = {
  entryPoints: [join(source, 'index.ts')] as string[],
  bundle: true,
  format: 'esm' as const,
  target,
};
