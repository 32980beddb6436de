import { join } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

export interface Bundle {
  readonly code: string;
  readonly map: string;
  /** What esbuild tells of the files that went in and of what the code imports. */
  readonly metafile: Metafile;
}

const root = join(import.meta.dirname, '..');
const adapter = (file: string) => join(root, 'adapters', file);

/** What takes the place of what: each file says why. */
const alias = {
  '@aws-sdk/credential-provider-node': adapter('environment-credentials.ts'),
  '@smithy/core/event-streams': adapter('no-event-streams.ts'),
};

/** One small ESM file, as Lambda's Node.js runs it. */
export const bundling = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
} satisfies BuildOptions;

/** A function with the AWS clients that it calls, and the source map of it. */
export function bundle(entry: string): Bundle {
  const { outputFiles, metafile } = buildSync({
    ...bundling,
    absWorkingDir: root,
    entryPoints: [entry],
    alias,
    inject: [adapter('stack-in-sources.ts')],
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
