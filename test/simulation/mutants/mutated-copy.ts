import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Mutant } from './mutants.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** What a simulation is made of. */
const parts = [
  'package.json',
  'build/script-options.ts',
  'domain',
  'lambdas',
  'adapters',
  'test/fakes',
  'test/simulation',
];

/** The project's simulation with one defect in it; the product's own sources stay as they are. */
export async function mutatedCopy({ name, file, snippet, defect }: Mutant): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'mutant-'));
  for (const part of parts) {
    await mkdir(dirname(join(directory, part)), { recursive: true });
    await cp(join(root, part), join(directory, part), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  const source = await readFile(join(root, file), 'utf8');
  const count = source.split(snippet).length - 1;
  if (count !== 1) throw new Error(`"${name}": its snippet occurs ${count} times in ${file}`);
  await writeFile(
    join(directory, file),
    source.replace(snippet, () => defect),
  );
  return directory;
}
