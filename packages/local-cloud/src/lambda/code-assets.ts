import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const manifest = v.object({
  files: v.optional(
    v.record(
      v.string(),
      v.object({
        source: v.object({ path: v.string() }),
        destinations: v.record(v.string(), v.object({ objectKey: v.string() })),
      }),
    ),
    {},
  ),
});

/** The directories in cdk.out that `Code.S3Key` of the synthesized functions stands for, by that key. */
export async function codeAssets(cdkOut: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(cdkOut)).filter((name) => name.endsWith('.assets.json'));
  const lists = await Promise.all(names.map((name) => entriesOf(cdkOut, name)));
  return new Map(lists.flat());
}

async function entriesOf(cdkOut: string, name: string): Promise<(readonly [string, string])[]> {
  const { files } = v.parse(manifest, JSON.parse(await readFile(join(cdkOut, name), 'utf8')));
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }) => [objectKey, join(cdkOut, source.path)] as const),
  );
}
