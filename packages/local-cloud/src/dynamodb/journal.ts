import { DatabaseSync } from 'node:sqlite';
import type { Item } from './item.ts';
import type { StreamRecord } from './stream-record.ts';

/** A write that is about to happen, with what is needed to finish or repeat it. */
export interface Intent {
  readonly action: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly expired: boolean;
  readonly targets: readonly {
    readonly table: string;
    readonly key: Item;
    readonly before: Item | undefined;
  }[];
}

export interface KeptRecord {
  readonly table: string;
  readonly position: number;
  readonly record: StreamRecord;
}

/** Makes a table write and its stream record survive together, or neither. */
export interface Journal {
  begin(intent: Intent): number;
  /** The write is done and these are its records. */
  finish(intentId: number, records: readonly KeptRecord[]): void;
  /** What a killed process left unfinished, oldest first. */
  unfinished(): { readonly id: number; readonly intent: Intent }[];
  records(): KeptRecord[];
  /** The highest position ever given to a record. */
  lastPosition(): number;
  close(): void;
}

/** For tables in memory: nothing outlives the process anyway. */
export const noJournal: Journal = {
  begin: () => 0,
  finish: () => undefined,
  unfinished: () => [],
  records: () => [],
  lastPosition: () => 0,
  close: () => undefined,
};

/** As many as the shards of one stream keep in memory. */
const maxRecords = 20_000;
const trimEvery = 1_000;

/** NORMAL leaves the syncing to the operating system: a killed process loses nothing, a power cut may. */
const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS intents (id INTEGER PRIMARY KEY AUTOINCREMENT, intent TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS records (
    position INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL, record TEXT NOT NULL);
`;

/** Keeps the journal in the SQLite file `path`. */
export function openJournal(path: string): Journal {
  const db = new DatabaseSync(path);
  db.exec(schema);
  const addIntent = db.prepare('INSERT INTO intents (intent) VALUES (?)');
  const dropIntent = db.prepare('DELETE FROM intents WHERE id = ?');
  const addRecord = db.prepare('INSERT INTO records (position, table_name, record) VALUES (?, ?, ?)');
  const trim = db.prepare('DELETE FROM records WHERE position <= ?');

  return {
    begin: (intent) => Number(addIntent.run(JSON.stringify(intent)).lastInsertRowid),
    finish(intentId, records) {
      db.exec('BEGIN');
      for (const { position, table, record } of records) {
        addRecord.run(position, table, JSON.stringify(record));
        if (position % trimEvery === 0) trim.run(position - maxRecords);
      }
      dropIntent.run(intentId);
      db.exec('COMMIT');
    },
    unfinished: () =>
      db
        .prepare('SELECT id, intent FROM intents ORDER BY id')
        .all()
        .map(({ id, intent }) => ({ id: Number(id), intent: JSON.parse(String(intent)) as Intent })),
    records: () => db.prepare('SELECT * FROM records ORDER BY position').all().map(keptRecord),
    lastPosition() {
      // AUTOINCREMENT remembers the highest position even when its record has been trimmed.
      const row = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'records'").get();
      return Number(row?.seq ?? 0);
    },
    close: () => db.close(),
  };
}

function keptRecord(row: Record<string, unknown>): KeptRecord {
  const record = JSON.parse(String(row.record)) as StreamRecord;
  return { position: Number(row.position), table: String(row.table_name), record };
}
