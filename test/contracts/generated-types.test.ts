import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documents } from '../../contracts/documents.ts';
import { hasTools, importTool } from '../tools/tools.ts';

/** Of json-schema-to-typescript. */
interface Generator {
  compile(schema: object, name: string, options: object): Promise<string>;
}

const root = join(import.meta.dirname, '..', '..');
let folder: string;

beforeAll(async () => {
  await mkdir(join(root, '.cache'), { recursive: true });
  folder = await mkdtemp(join(root, '.cache', 'generated-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a stranger would generate from the contract alone. */
async function generateTypes(name: string): Promise<string> {
  const { components } = JSON.parse(documents[`${name}.json`] as string);
  const schema = {
    components,
    title: 'contract',
    type: 'object',
    properties: propertiesFor(components.schemas),
  };
  const { compile } = await importTool<Generator>('json-schema-to-typescript');
  return compile(schema, 'contract', { bannerComment: '', additionalProperties: false });
}

function propertiesFor(schemas: object) {
  return Object.fromEntries(
    Object.keys(schemas).map((name) => [name, { $ref: `#/components/schemas/${name}` }]),
  );
}

/** Assignable both ways: neither knows a field or a value that the other does not. */
const program = (client: string) => `
import type { MenuEntry, NewOrder, OrderPage, OrderUpdate, ProblemError, PublicOrder } from '${client}';
import type { Contract as Http } from './openapi.ts';
import type { Contract as Live } from './asyncapi.ts';

type Same<A, B> = [A, B] extends [B, A] ? true : false;
type Of<C, Name extends keyof C> = NonNullable<C[Name]>;

export const order: Same<PublicOrder, Of<Http, 'Order'>> = true;
export const orderOnTheLine: Same<PublicOrder, Of<Live, 'Order'>> = true;
export const update: Same<Pick<OrderUpdate, 'order' | 'message'>, Of<Live, 'OrderEvent'>['data']> = true;
export const request: Same<NewOrder, Of<Http, 'OrderRequest'>> = true;
export const page = (answer: Of<Http, 'OrderPage'>): OrderPage => answer;
export const menu = (answer: Of<Http, 'Menu'>): readonly MenuEntry[] => answer.drinks;
export const problem = ({ errors = [], ...rest }: Of<Http, 'Problem'>): Pick<ProblemError, 'type' | 'title' | 'status' | 'detail' | 'errors'> => ({ errors, ...rest });
export const sync: Of<Live, 'Sync'> = { action: 'sync', seen: { '0197f3a0-0000-7000-8000-000000000001': 3 } };
// @ts-expect-error there is no such drink
export const tea: Of<Http, 'OrderRequest'> = { drink: 'tea' };
`;

it.skipIf(!hasTools)(
  'types generated from both contracts are the client’s',
  async () => {
    for (const name of ['openapi', 'asyncapi']) {
      await writeFile(join(folder, `${name}.ts`), await generateTypes(name));
    }
    await writeFile(
      join(folder, 'program.ts'),
      program(relative(folder, join(root, 'coffee', 'client', 'index.ts'))),
    );
    const config = {
      extends: relative(folder, join(root, 'tsconfig.json')),
      // Of a field that may be absent the schemas' types say that it may be undefined, too.
      compilerOptions: { exactOptionalPropertyTypes: false },
      include: ['./*.ts'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
      (error) => error,
    );
    expect(stdout).toBe('');
  },
  60_000,
);
