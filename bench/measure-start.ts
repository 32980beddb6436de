import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { duration, type Finding } from './finding.ts';
import { openShop } from './shop-process.ts';

/** From the start of `npm start`'s process to its opening words: of a fresh clone, and again with unchanged sources. */
export async function measureStart(root: string): Promise<Finding[]> {
  const clone = await mkdtemp(join(tmpdir(), 'smart-coffee-'));
  try {
    await copySources(root, clone);
    return [
      duration('start of a fresh clone', await openingTime(clone), 15_000),
      duration('start with unchanged sources', await openingTime(clone), 3_000),
    ];
  } finally {
    await rm(clone, { recursive: true });
  }
}

async function openingTime(root: string): Promise<number> {
  const shop = await openShop(root, 1);
  await shop.close();
  return shop.openedInMs;
}

/** Without anything that was made of them: the synthesis, the page, what Node compiled. */
async function copySources(from: string, to: string): Promise<void> {
  const folders = ['node_modules', '.git', '.cache', 'cdk.out', 'web/dist', 'coverage', 'reports'];
  const made = new Set(folders.map((folder) => join(from, folder)));
  await cp(from, to, { recursive: true, filter: (path) => !made.has(path) });
  await mkdir(join(to, 'node_modules'));
  for (const name of await readdir(join(from, 'node_modules'))) {
    if (name !== '.cache') await symlink(join(from, 'node_modules', name), join(to, 'node_modules', name));
  }
}
