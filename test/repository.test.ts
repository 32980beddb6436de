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
