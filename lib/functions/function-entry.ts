import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

/** A function, and what of the app it is made with. */
export interface FunctionCode {
  /** Absolute path of the module. */
  readonly module: string;
  /** What of the module makes the handler. @default the module exports `handler` itself */
  readonly factory?: string;
  /** The factory's arguments, as JavaScript over the names of `imports`. */
  readonly args?: string;
  readonly imports?: readonly { readonly name: string; readonly as: string; readonly from: string }[];
}

/** The entry point of a bundle. */
export interface FunctionEntry {
  /** A module in TypeScript; it imports by absolute paths. */
  readonly source: string;
  /** The folder as seen from which the source map names its sources: of the app, or else of this package. */
  readonly root: string;
}

/** TypeScript in a checkout, JavaScript in the package. */
const ending = extname(import.meta.filename);

/** The module of a function of the engine: `api/handler`. */
export function lambdaFile(name: string): string {
  return join(import.meta.dirname, '..', '..', 'lambdas', `${name}${ending}`);
}

/** A module that a function is made with: `s3/file-store`. */
export function adapterFile(name: string): string {
  return join(import.meta.dirname, '..', '..', 'adapters', `${name}${ending}`);
}

/** The engine's handler, made with the app's task. */
export function entryOf({ module, factory, args = '', imports = [] }: FunctionCode): FunctionEntry {
  const root = projectOf(imports[0]?.from ?? module);
  if (factory === undefined) return { source: `export { handler } from ${JSON.stringify(module)};`, root };
  const lines = [
    ...imports.map(({ name, as, from }) => `import { ${name} as ${as} } from ${JSON.stringify(from)};`),
    `import { ${factory} } from ${JSON.stringify(module)};`,
    `export const handler = ${factory}(${args});`,
  ];
  return { source: lines.join('\n'), root };
}

/** The nearest folder with a package.json. */
function projectOf(file: string): string {
  const folder = dirname(file);
  return existsSync(join(folder, 'package.json')) || folder === dirname(folder) ? folder : projectOf(folder);
}
