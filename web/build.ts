import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { scriptOptions } from '../build/script-options.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, 'web', 'dist');
const stampFile = join(root, '.cache', 'page.sha256');

/** What the page is made of. */
const sources = ['web', 'client', 'coffee', 'domain', 'package-lock.json'];

const usage = `npm run page

Makes web/dist, unless it was made from the sources as they are.`;

scriptOptions(usage, {});
const stamp = await stampOf(sources);
const before = await readFile(stampFile, 'utf8').catch(() => undefined);
if (before !== stamp || !existsSync(join(target, 'index.html'))) await build(stamp);

/** Aside and moved when whole: the page may be served, or read by another build, meanwhile. */
async function build(made: string): Promise<void> {
  const { build: bundle } = await import('vite');
  const aside = join(root, '.cache', `page-${process.pid}`);
  const configFile = join(root, 'web', 'vite.config.ts');
  await bundle({ configFile, logLevel: 'warn', build: { outDir: aside, emptyOutDir: true } });
  await rm(target, { recursive: true, force: true });
  await rename(aside, target);
  await writeFile(stampFile, made);
}

async function stampOf(parts: readonly string[]): Promise<string> {
  await mkdir(join(root, '.cache'), { recursive: true });
  const files = (await Promise.all(parts.map(filesOf))).flat().sort();
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(relative(root, file)).update(await readFile(file));
  return hash.digest('hex');
}

async function filesOf(part: string): Promise<readonly string[]> {
  const path = join(root, part);
  if (part.includes('.')) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => !file.startsWith(target + sep));
}
