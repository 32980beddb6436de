import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from './cloud.ts';

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

function fileOf(port: string, directory: string): string {
  return join(directory, `cloud-${port}.json`);
}
