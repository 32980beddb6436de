import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { nameSchema } from '../../coffee/customer-name.ts';
import { documents } from '../../contracts/documents.ts';
import { problems } from '../../contracts/problems.ts';

const root = join(import.meta.dirname, '..', '..');

describe('the contract', () => {
  it.each(Object.keys(documents))('%s is what the schemas say: else run npm run contracts', (name) => {
    expect(readFileSync(join(root, 'contracts', name), 'utf8')).toBe(documents[name]);
  });

  it('names every problem that the counter answers with', () => {
    const folder = join(root, 'lambdas', 'api');
    // The shop's orders have no files.
    const files = readdirSync(folder).filter((file) => file !== 'download.ts');
    const source = files.map((file) => readFileSync(join(folder, file), 'utf8'));
    const thrown = source.join('\n').matchAll(/new Problem\(\s*(\d+),\s*'([^']+)'/g);
    const said = [...thrown].map(([, status, title]) => `${status} ${title}`);
    expect(said.length).toBeGreaterThan(10);
    const known = problems.map(({ status, title }) => `${status} ${title}`);
    expect([...new Set(said)].sort()).toEqual(known.sort());
  });

  it('has a HEAD for every GET, with the same parameters, headers and statuses and without content', () => {
    const { paths } = JSON.parse(documents['openapi.json'] as string);
    for (const [path, { get, head }] of Object.entries<PathItem>(paths)) {
      if (!get) continue;
      expect(head?.parameters, path).toEqual(get.parameters);
      const expected = Object.entries(get.responses).map(([status, { content, ...rest }]) => [status, rest]);
      expect(head?.responses, path).toEqual(Object.fromEntries(expected));
    }
  });

  it('says of a name exactly what the counter takes, and of plain ASCII without properties of Unicode', () => {
    const { anyOf } = JSON.parse(documents['openapi.json'] as string).components.schemas.OrderRequest
      .properties.name;
    const [ascii, unicode] = (anyOf as { pattern: string }[]).map(({ pattern }) => new RegExp(pattern, 'u'));
    expect(ascii?.source).not.toMatch(/\\p|\(\?[=!<]/);
    const isCounted = (name: string) => [...name].length >= 1 && [...name].length <= 60;
    const isSaid = (name: string) => isCounted(name) && Boolean(ascii?.test(name) || unicode?.test(name));
    const parts = [
      'a',
      'Z',
      '7',
      ' ',
      '!',
      '~',
      '\n',
      'é',
      '\u0301',
      'क्',
      '\u200d',
      '🏴',
      '\u3164',
      '\ufffd',
      '\ud800',
    ];
    const name = fc.oneof(
      fc.string({ maxLength: 62 }),
      fc.string({ unit: 'binary', maxLength: 62 }),
      fc.string({ unit: fc.constantFrom(...parts), maxLength: 20 }),
    );
    fc.assert(
      fc.property(name, (text) => isSaid(text) === v.is(nameSchema, text)),
      { numRuns: 3000 },
    );
  });
});

interface PathItem {
  readonly get?: Operation;
  readonly head?: Operation;
}

interface Operation {
  readonly parameters?: unknown;
  readonly responses: Readonly<Record<string, { readonly content?: unknown }>>;
}
