import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Cloud } from './cloud.ts';

const publishedSchema = v.object({
  endpoint: v.string(),
  region: v.string(),
  credentials: v.object({ accessKeyId: v.string(), secretAccessKey: v.string() }),
});

/** What tools need to call AWS in a running cloud. */
export type PublishedCloud = v.InferOutput<typeof publishedSchema>;

/**
 * Leaves in `directory` what tools need to find a running cloud by its port: `cloud-3000.json`, readable by this user
 * alone because it holds keys. Resolves to what takes it away again.
 */
export async function publishCloud(cloud: Cloud, directory: string): Promise<() => Promise<void>> {
  const { url, context, rootCredentials: credentials, template } = cloud;
  const file = fileOf(new URL(url).port, directory);
  const { endpointUrl: endpoint, region } = context;
  const outputs = Object.assign({}, ...Object.values(template.outputs));
  await mkdir(directory, { recursive: true });
  await writeFile(
    file,
    JSON.stringify({ tokenUrl: `${url}/local/token`, endpoint, region, credentials, outputs }),
    { mode: 0o600 },
  );
  return () => rm(file, { force: true });
}

/** The cloud that was published there; undefined if there is none. */
export async function findPublished(port: string, directory: string): Promise<PublishedCloud | undefined> {
  try {
    return v.parse(publishedSchema, JSON.parse(await readFile(fileOf(port, directory), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function fileOf(port: string, directory: string): string {
  return join(directory, `cloud-${port}.json`);
}
