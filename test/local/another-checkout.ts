import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const sources = /^(adapters|bin|build|client|coffee|contracts|domain|lambdas|lib|web|.*\.json)$/;

/** Copies to `folder` what the app is synthesized from: sources and these packages. The other packages are linked. */
export async function anotherCheckout(folder: string, packages: ReadonlySet<string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(root)) {
    if (sources.test(name)) await cp(join(root, name), join(folder, name), { recursive: true });
  }
  for (const name of await packageNames()) {
    const [from, to] = [join(root, 'node_modules', name), join(folder, 'node_modules', name)];
    await mkdir(join(to, '..'), { recursive: true });
    await (packages.has(name) ? cp(from, to, { recursive: true }) : symlink(from, to));
  }
}

async function packageNames(): Promise<readonly string[]> {
  const all = await readdir(join(root, 'node_modules'));
  const names = all
    .filter((name) => !name.startsWith('.'))
    .map(async (name) => {
      if (!name.startsWith('@')) return [name];
      return (await readdir(join(root, 'node_modules', name))).map((one) => `${name}/${one}`);
    });
  return (await Promise.all(names)).flat();
}
