import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

function textsIn(folder: string, ending: RegExp): [string, string][] {
  const files = readdirSync(join(root, folder)).filter((file) => ending.test(file));
  return files.map((file) => [join(folder, file), readFileSync(join(root, folder, file), 'utf8')]);
}

describe('the workflows', () => {
  it.each(textsIn('.github/workflows', /\.yml$/))('%s pins every action by its commit', (_, text) => {
    const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/@[0-9a-f]{40}$/);
  });

  it.each(textsIn('.github/workflows', /\.yml$/))('%s may only read the repository', (_, text) => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
  });
});

describe('the documents', () => {
  it.each([...textsIn('.', /\.md$/), ...textsIn('docs', /\.md$/)])(
    '%s names no script that does not exist',
    (_, text) => {
      const named = [...text.matchAll(/npm run (?:-s )?([a-z]+(?:[:-][a-z0-9]+)*)/g)].map(
        ([, script]) => script,
      );
      expect(named.filter((script) => !Object.hasOwn(scripts, String(script)))).toEqual([]);
    },
  );
});

describe('the lock files', () => {
  const installedBy = (lockFile: string) => {
    const { packages } = JSON.parse(readFileSync(join(root, lockFile), 'utf8')) as {
      packages: Record<string, { readonly license?: string; readonly link?: true }>;
    };
    return Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  };

  /** Whoever clones the project may use, change and sell what they make of it. MPL binds changes of its own files alone. */
  const free = [
    '0BSD',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'CC-BY-4.0',
    'ISC',
    'MIT',
    'MPL-2.0',
    'PSF-2.0',
    'Python-2.0',
  ];
  const isFree = (license = '') =>
    license
      .replace(/^\((.*)\)$/, '$1')
      .split(' OR ')
      .some((choice) => free.includes(choice));

  it('know a free licence when they see one', () => {
    expect(['MIT', '(MIT OR GPL-3.0-or-later)'].every(isFree)).toBe(true);
    expect(['AGPL-3.0-or-later', 'GPL-3.0 OR LGPL-3.0', 'MIT AND GPL-2.0', '', undefined].some(isFree)).toBe(
      false,
    );
  });

  it.each(['package-lock.json', 'test/tools/package-lock.json'])(
    '%s has no package whose licence is unknown, or asks for one’s own sources',
    (lockFile) => {
      const installed = installedBy(lockFile);
      expect(installed.length).toBeGreaterThan(100);
      const bound = installed.filter(([, { license }]) => !isFree(license));
      expect(bound.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
    },
  );
});
