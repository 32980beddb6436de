import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
/** The package is called after its first task. */
const ownNames = /smart-coffee-maker(-source)?/g;
const shopWords = /coffee|espresso|americano|latte|cappuccino|barista|drink|\bmenu\b|\bcups?\b|\bshops?\b/i;

it.each(['domain', 'adapters', 'lambdas', 'lib', 'client'])(
  '%s knows no word of the coffee shop',
  (folder) => {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.startsWith('shop'))
      .map((name) => join(folder, name));
    expect(files.length).toBeGreaterThan(5);
    const found = files.flatMap((file) =>
      [file, ...readFileSync(join(root, file), 'utf8').split('\n')]
        .map((line) => line.replaceAll(ownNames, ''))
        .filter((line) => shopWords.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  },
);

const menuWords = /coffee|espresso|americano|latte|cappuccino|barista|drink|grinding|brewing|labelling/i;

it.each(['domain', 'adapters', 'lambdas', 'fakes', 'simulation'])(
  'the tests of the engine in test/%s have a task of their own',
  (folder) => {
    const files = readdirSync(join(root, 'test', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join('test', folder, name));
    expect(files.length).toBeGreaterThan(2);
    const found = files.flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter((line) => menuWords.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  },
);
