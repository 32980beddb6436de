import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JWKStore } from 'oauth2-mock-server';

/** Gives the store its RSA key: the one kept in `dataDir`, or a new one, which is then kept there. */
export async function provideSigningKey(keys: JWKStore, dataDir: string | undefined): Promise<void> {
  if (dataDir === undefined) {
    await keys.generate('RS256');
    return;
  }
  const file = join(dataDir, 'issuer-key.json');
  const kept = await readIfThere(file);
  if (kept) {
    await keys.add(JSON.parse(kept));
    return;
  }
  await keys.generate('RS256');
  await mkdir(dataDir, { recursive: true });
  // Renamed when whole, so that a process that is killed here leaves no half a key.
  await writeFile(`${file}.new`, JSON.stringify(keys.toJSON(true)[0]), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
