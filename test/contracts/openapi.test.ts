import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { documents } from '../../contracts/documents.ts';
import { problems } from '../../contracts/problems.ts';

const root = join(import.meta.dirname, '..', '..');

describe('the contract', () => {
  it.each(Object.keys(documents))('%s is what the schemas say: else run npm run contracts', (name) => {
    expect(readFileSync(join(root, 'contracts', name), 'utf8')).toBe(documents[name]);
  });

  it('openapi.json has no fault that Redocly knows of', async () => {
    const source = documents['openapi.json'] as string;
    const config = await createConfig({ extends: ['recommended-strict'] });
    const found = await lintFromString({ source, config, absoluteRef: 'openapi.json' });
    expect(found.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('asyncapi.json has no fault that the AsyncAPI parser knows of', async () => {
    const { diagnostics } = await new Parser().parse(documents['asyncapi.json'] as string);
    // 3.0 is what the tools know that readers have.
    const faults = diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version');
    expect(faults.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`)).toEqual([]);
  });

  it('names every problem that the counter answers with', () => {
    const folder = join(root, 'lambdas', 'api');
    const source = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    const thrown = source.join('\n').matchAll(/new Problem\(\s*(\d+),\s*'([^']+)'/g);
    const said = [...thrown].map(([, status, title]) => `${status} ${title}`);
    expect(said.length).toBeGreaterThan(10);
    const known = problems.map(({ status, title }) => `${status} ${title}`);
    expect([...new Set(said)].sort()).toEqual(known.sort());
  });
});
