import { extname } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { adapterFile, type FunctionEntry } from './function-entry.ts';

export interface Bundle {
  readonly code: string;
  readonly map: string;
  /** What esbuild tells of the files that went in and of what the code imports. */
  readonly metafile: Metafile;
}

/** TypeScript in a checkout, JavaScript in the package. */
const ending = extname(import.meta.filename);

/** What takes the place of what: each file says why. */
const alias = { '@aws-sdk/credential-provider-node': adapterFile('environment-credentials') };
const aliasIfEnough = {
  ...alias,
  '@smithy/core/event-streams': adapterFile('no-event-streams'),
  'node:process': adapterFile('global-process'),
};

/** One small ESM file, as Lambda's Node.js runs it. */
export const bundling = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  // esbuild's own, and in a checkout that by which the package's name leads to its sources, for the examples.
  conditions: ['module', ...(ending === '.ts' ? ['smart-coffee-maker-source'] : [])],
} satisfies BuildOptions;

/** A function with the AWS clients that it calls, and the source map of it. */
export function bundle(entry: FunctionEntry): Bundle {
  try {
    return build(entry, { alias: aliasIfEnough, logLevel: 'silent' });
  } catch {
    // What stands in was not enough: a client that streams events needs the code for it. Any other fault is there again.
    return build(entry, { alias });
  }
}

function build({ source, root }: FunctionEntry, options: BuildOptions): Bundle {
  const { outputFiles, metafile } = buildSync({
    ...bundling,
    ...options,
    absWorkingDir: root,
    stdin: { contents: source, resolveDir: root, sourcefile: 'entry.ts', loader: 'ts' },
    inject: [adapterFile('stack-in-sources')],
    sourcemap: 'linked',
    sourcesContent: false,
    // Written nowhere: the map names its sources as seen from the root, wherever the checkout and the bundle lie.
    outfile: 'index.mjs',
    write: false,
    metafile: true,
  });
  const [map = '', code = ''] = outputFiles.map((file) => file.text);
  return { code, map, metafile };
}
