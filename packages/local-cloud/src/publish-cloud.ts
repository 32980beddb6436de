import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Cloud } from './cloud.ts';
import type { Credentials } from './credentials.ts';

/** What tools need to reach a cloud that runs. */
export interface PublishedCloud {
  /** Of its first HTTP API, or where that would be. */
  readonly port: number;
  /** In which it was started. */
  readonly folder: string;
  /** Base of every AWS call. */
  readonly endpoint: string;
  readonly region: string;
  /** They may do everything. */
  readonly credentials: Credentials;
  /** Of the local user pool. */
  readonly tokenUrl: string;
  /** Of all stacks, by name. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Leaves in `directory` what tools need to find a running cloud by its port: `cloud-3000.json`, readable by this user
 * alone because it holds keys. Resolves to what takes it away again.
 */
export async function publishCloud(
  { url, context, rootCredentials: credentials, template }: Cloud,
  directory = ownDirectory(),
): Promise<() => Promise<void>> {
  const { port } = new URL(url);
  const published: PublishedCloud = {
    port: Number(port),
    folder: process.cwd(),
    endpoint: context.endpointUrl,
    region: context.region,
    credentials,
    tokenUrl: `${url}/local/token`,
    outputs: Object.assign({}, ...Object.values(template.outputs)),
  };
  const file = join(directory, `cloud-${port}.json`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await rm(file, { force: true });
  await writeFile(file, JSON.stringify(published), { mode: 0o600, flag: 'wx' });
  return () => rm(file, { force: true });
}

/** All clouds of this user that run on a terminal. What a killed one left behind is removed. */
export async function publishedClouds(directory = ownDirectory()): Promise<readonly PublishedCloud[]> {
  const files = await filesIn(directory);
  const clouds = await Promise.all(
    files.map(async (file) => {
      const cloud = await read(file);
      if (cloud === undefined) return [];
      if (await answers(cloud)) return [cloud];
      await rm(file, { force: true });
      return [];
    }),
  );
  return clouds.flat();
}

function ownDirectory(): string {
  return join(tmpdir(), `local-cloud-${userInfo().username}`);
}

/** None if the directory is somebody else's: its keys and addresses would be, too. */
async function filesIn(directory: string): Promise<readonly string[]> {
  const found = await stat(directory).catch(() => undefined);
  if (found === undefined || (process.getuid && found.uid !== process.getuid())) return [];
  const names = await readdir(directory);
  return names.filter((name) => /^cloud-\d+\.json$/.test(name)).map((name) => join(directory, name));
}

/** Undefined for one that is being written or taken away. */
async function read(file: string): Promise<PublishedCloud | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

async function answers({ endpoint }: PublishedCloud): Promise<boolean> {
  const { hostname: host, port } = new URL(endpoint);
  const socket = connect({ host, port: Number(port) });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
