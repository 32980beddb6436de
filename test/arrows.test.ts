import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

interface Import {
  /** Of the importing file, from the root. */
  readonly file: string;
  /** A path from the root, or the name of a package. */
  readonly target: string;
  readonly typeOnly: boolean;
}

type Arrow = (made: Import) => boolean;

const to =
  (...targets: RegExp[]): Arrow =>
  ({ target }) =>
    targets.some((pattern) => pattern.test(target));
const typesOf =
  (target: RegExp): Arrow =>
  (made) =>
    made.typeOnly && target.test(made.target);
const compositionRoots: Arrow = ({ file, target }) => /handler\.ts$/.test(file) && /^@aws-sdk\//.test(target);

/** What makes the page runs in Node. */
const builds: Arrow = ({ file, target }) =>
  /^web\/(build|vite\.config)\.ts$/.test(file) && /^(node:.*|vite|build\/script-options\.ts)$/.test(target);

/** `npm start` uses the local cloud as the start script of any other app would: by its name. */
const starts: Arrow = ({ file, target }) =>
  file.startsWith('bin/start') && /^(local-cloud|node:.*)$/.test(target);

/** The arrows of the architecture: what the files of a folder may import besides each other. */
const arrows: Readonly<Record<string, readonly Arrow[]>> = {
  domain: [to(/^valibot$/), typesOf(/^@standard-schema\/spec$/)],
  // The shop's task; its menu is a route of the shop's own.
  coffee: [
    to(/^domain\/(task|steps\/(step|step-handler|permanent-error))\.ts$/, /^valibot$/),
    ({ file, target }) => file.startsWith('coffee/client/') && /^(client\/|domain\/)/.test(target),
    ({ file, target }) =>
      file === 'coffee/menu-handler.ts' &&
      /^lambdas\/(api\/[a-z-]+|read-env|logged-function)\.ts$/.test(target),
    typesOf(/^aws-lambda$/),
  ],
  adapters: [to(/^domain\//, /^node:/, /^@aws-sdk\//, /^@smithy\/core\//, /^jose$/, /^uuid$/, /^valibot$/)],
  lambdas: [
    to(/^domain\//, /^adapters\//, /^valibot$/, /^@middy\/core$/, /^node:util$/),
    typesOf(/^(aws-lambda|@standard-schema\/spec)$/),
    compositionRoots,
  ],
  lib: [
    to(/^aws-cdk-lib(\/|$)/, /^constructs$/, /^esbuild$/, /^node:/, /^valibot$/),
    typesOf(/^(lambdas\/[a-z]+\/env|domain\/task|coffee\/menu-handler)\.ts$/),
  ],
  // Runs in browsers: no Node, no AWS.
  client: [to(/^domain\//, /^valibot$/)],
  // What an app of somebody else's may import.
  examples: [to(/^smart-coffee-maker(\/(task|client))?$/, /^aws-cdk-lib(\/|$)/, /^valibot$/, /^node:/)],
  bin: [to(/^lib\//, /^aws-cdk-lib$/), starts],
  web: [to(/^coffee\/client\//, /^client\//, /^oidc-client-ts$/), builds],
  terminal: [
    to(
      /^coffee\/client\//,
      /^client\//,
      /^web\/(brewing|words)\.ts$/,
      /^domain\/steps\/step-message\.ts$/,
      /^node:/,
      /^@aws-sdk\//,
      /^log-update$/,
      /^wrap-ansi$/,
      /^valibot$/,
    ),
  ],
  // Packages of any kind, but nothing of the product: it knows the synthesized template only.
  'packages/local-cloud/src': [
    to(/^(?!(domain|adapters|lambdas|lib|bin|client|coffee|web|test)\/|aws-cdk|smart-coffee)/),
  ],
};

function importsOf(folder: string): Import[] {
  return filesOf(folder).flatMap((file) => importsIn(file, readFileSync(join(root, file), 'utf8')));
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return entries.filter((entry) => /\.(ts|mjs|js)$/.test(entry)).map((entry) => posix.join(folder, entry));
}

function importsIn(file: string, source: string): Import[] {
  const found = source.matchAll(
    /^(?:import|export)(?<type> type)?\s(?:[^;'"=()]*\sfrom )?'(?<from>[^']+)'|\bimport\('(?<lazy>[^']+)'\)/gm,
  );
  return [...found].map(({ groups = {} }) => {
    const specifier = groups.from ?? groups.lazy ?? '';
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
    return { file, target, typeOnly: groups.type !== undefined };
  });
}

describe('the arrows', () => {
  it.each(Object.entries(arrows))('of %s', (folder, allowed) => {
    const imports = importsOf(folder);
    expect(imports.length).toBeGreaterThan(0);
    const own = to(new RegExp(`^${folder}/`));
    const forbidden = imports.filter((made) => !own(made) && !allowed.some((arrow) => arrow(made)));
    expect(forbidden.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('lead to the local cloud from the start script alone', () => {
    const folders = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .filter((name) => !/^(\.|packages$|test$|bench$|node_modules$|cdk\.out)/.test(name));
    expect(folders).toEqual(expect.arrayContaining(['domain', 'lambdas', 'lib']));
    const imports = folders.flatMap(importsOf).filter(to(/^packages\//, /^local-cloud/));
    expect(imports.filter((made) => !starts(made))).toEqual([]);
  });

  it('are seen in every form of an import', () => {
    const source = [
      "import { a } from './a.ts';",
      "import type {\n  B,\n} from './b.ts';",
      "export { c } from '../c.ts';",
      "import './d.ts';",
      "export const f = 'g';",
      "export function h(): void {\n  read('i');\n}",
      "const e = await import('node:fs');",
    ].join('\n');
    expect(importsIn('lib/file.ts', source)).toEqual([
      { file: 'lib/file.ts', target: 'lib/a.ts', typeOnly: false },
      { file: 'lib/file.ts', target: 'lib/b.ts', typeOnly: true },
      { file: 'lib/file.ts', target: 'c.ts', typeOnly: false },
      { file: 'lib/file.ts', target: 'lib/d.ts', typeOnly: false },
      { file: 'lib/file.ts', target: 'node:fs', typeOnly: false },
    ]);
  });
});
