import { describe, expect, it } from 'vitest';
import { documents } from '../../contracts/documents.ts';
import { hasTools, importTool } from '../tools/tools.ts';

/** Of @redocly/openapi-core. */
interface Redocly {
  createConfig(config: object): Promise<object>;
  lintFromString(options: {
    readonly source: string;
    readonly config: object;
    readonly absoluteRef: string;
  }): Promise<readonly { readonly ruleId: string; readonly message: string }[]>;
}

/** Of @asyncapi/parser. */
interface AsyncApi {
  readonly Parser: new () => {
    parse(document: string): Promise<{ readonly diagnostics: readonly Diagnostic[] }>;
  };
}

interface Diagnostic {
  readonly code: string | number;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

describe.skipIf(!hasTools)('the contract', () => {
  it('openapi.json has no fault that Redocly knows of', async () => {
    const { createConfig, lintFromString } = await importTool<Redocly>('@redocly/openapi-core');
    const source = documents['openapi.json'] as string;
    const config = await createConfig({ extends: ['recommended-strict'] });
    const found = await lintFromString({ source, config, absoluteRef: 'openapi.json' });
    expect(found.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
  });

  it('asyncapi.json has no fault that the AsyncAPI parser knows of', async () => {
    const { Parser } = await importTool<AsyncApi>('@asyncapi/parser');
    const { diagnostics } = await new Parser().parse(documents['asyncapi.json'] as string);
    // 3.0 is what the tools know that readers have.
    const faults = diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version');
    expect(faults.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`)).toEqual([]);
  });
});
