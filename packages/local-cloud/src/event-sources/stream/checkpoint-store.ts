import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type WatchDisk, watchNothing } from '../../watch-disk.ts';

/** How far each shard of a stream was handled, kept as long as the data of the local cloud. */
export interface Checkpoints {
  get(shardId: string): string | undefined | Promise<string | undefined>;
  set(shardId: string, sequenceNumber: string): void | Promise<void>;
}

export interface CheckpointStore {
  /** Those of one event source mapping. */
  of(mapping: string): Checkpoints;
  close(): void;
}

/** In memory without `dataDir`. */
export function openCheckpoints(
  dataDir: string | undefined,
  watch: WatchDisk = watchNothing,
): CheckpointStore {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(dataDir === undefined ? ':memory:' : join(dataDir, 'checkpoints.sqlite'));
  database.exec(
    'CREATE TABLE IF NOT EXISTS checkpoints (mapping TEXT, shard TEXT, position TEXT, PRIMARY KEY (mapping, shard))',
  );
  const select = database.prepare('SELECT position FROM checkpoints WHERE mapping = ? AND shard = ?');
  const upsert = database.prepare('INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)');
  return {
    of: (mapping) =>
      watch<Checkpoints>({
        get: (shard) => select.get(mapping, shard)?.position as string | undefined,
        set: (shard, position) => void upsert.run(mapping, shard, position),
      }),
    close: () => database.close(),
  };
}
