import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const manifest = v.object({
  files: v.optional(
    v.record(
      v.string(),
      v.object({
        // An asset that a program makes has none: no function's code is one.
        source: v.object({ path: v.optional(v.string(), '') }),
        destinations: v.record(v.string(), v.object({ objectKey: v.string() })),
      }),
    ),
    {},
  ),
});

/** What `Code.S3Key` of the functions that were synthesized to these folders stands for, by that key. */
export async function codeAssets(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const lists = await Promise.all(folders.map(assetsIn));
  return new Map(lists.flat(2));
}

async function assetsIn(cdkOut: string): Promise<(readonly [string, string])[][]> {
  const names = (await readdir(cdkOut)).filter((name) => name.endsWith('.assets.json'));
  return Promise.all(names.map((name) => entriesOf(cdkOut, name)));
}

async function entriesOf(cdkOut: string, name: string): Promise<(readonly [string, string])[]> {
  const { files } = v.parse(manifest, JSON.parse(await readFile(join(cdkOut, name), 'utf8')));
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }) => [objectKey, join(cdkOut, source.path)] as const),
  );
}
