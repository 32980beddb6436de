import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { usage } from '../src/command/usage.ts';
import { resourceTypes } from '../src/template/resource-types.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

function named(text: string, pattern: RegExp): string[] {
  return [...new Set(text.match(pattern))].sort();
}

it('the support table of the README names the types that are known, and no other', () => {
  const known = Object.keys(resourceTypes).filter((type) => !type.startsWith('Local::'));
  expect(named(readme, /\b(AWS|Custom)::\w+(::\w+)?/g)).toEqual(known.sort());
});

it('the README names the options of the command, and no other', () => {
  const [, section = ''] = readme.split('## The command\n');
  const options = /(?<=[`\s])--[a-z]+/g;
  expect(named(section.split('\n### ')[0] ?? '', options)).toEqual(named(usage, options));
});
