import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cloud } from './cloud.ts';

/**
 * Leaves in `directory` what the command line tools need to find a running cloud by its port: `cloud-3000.json`, readable
 * by this user alone because it holds keys. Resolves to what takes it away again.
 */
export async function publishCloud(cloud: Cloud, directory: string): Promise<() => Promise<void>> {
  const { url, context, rootCredentials: credentials, template } = cloud;
  const file = join(directory, `cloud-${new URL(url).port}.json`);
  const { endpointUrl: endpoint, region } = context;
  await mkdir(directory, { recursive: true });
  await writeFile(
    file,
    JSON.stringify({
      tokenUrl: `${url}/local/token`,
      endpoint,
      region,
      credentials,
      outputs: template.outputs,
    }),
    { mode: 0o600 },
  );
  return () => rm(file, { force: true });
}
