import type { CloudContext } from '../template/resource-type.ts';
import type { Journal, KeptRecord } from './journal.ts';
import { streamArn } from './resources.ts';
import { sequenceNumber } from './sequence-number.ts';
import { createShards, type Shard, shardIndex } from './shard.ts';
import { type Change, type StreamRecord, streamRecord } from './stream-record.ts';
import type { TableInfo } from './table-definition.ts';

type Listener = (record: StreamRecord, shardId: string) => void;

export interface TableStream {
  readonly arn: string;
  readonly table: TableInfo;
  readonly shards: readonly Shard[];
}

/** The streams of all tables that have one. */
export interface TableStreams {
  add(table: TableInfo): void;
  all(): TableStream[];
  find(arn: string): TableStream | undefined;
  /** The highest sequence number so far. */
  latest(): string;
  /** Brings back what the journal kept. */
  restore(): void;
  /** Ends a journaled write: its changes become records, in order, and listeners hear of them. */
  commit(intentId: number, changes: readonly TableChange[]): void;
  onRecord(arn: string, listener: Listener): () => void;
}

interface TableChange extends Change {
  readonly table: TableInfo;
}

export function createTableStreams(context: CloudContext, journal: Journal): TableStreams {
  const streams = new Map<string, TableStream>();
  const listeners = new Map<string, Set<Listener>>();
  let position = journal.lastPosition();

  return {
    add(table) {
      const arn = streamArn(table.name, context);
      if (table.viewType !== undefined) streams.set(arn, { arn, table, shards: createShards() });
    },
    all: () => [...streams.values()],
    find: (arn) => streams.get(arn),
    latest: () => sequenceNumber(position),
    restore() {
      for (const kept of journal.records()) append(kept);
    },
    commit(intentId, changes) {
      const records = changes.flatMap(toRecord);
      journal.finish(intentId, records);
      for (const kept of records) announce(kept.table, append(kept), kept.record);
    },
    onRecord(arn, listener) {
      const known = listeners.get(arn) ?? new Set();
      listeners.set(arn, known.add(listener));
      return () => known.delete(listener);
    },
  };

  function toRecord(change: TableChange): KeptRecord[] {
    const { name, viewType } = change.table;
    if (viewType === undefined) return [];
    position += 1;
    const circumstances = { viewType, region: context.region, sequenceNumber: sequenceNumber(position) };
    return [{ table: name, position, record: streamRecord(change, circumstances) }];
  }

  function append({ table, record }: KeptRecord): Shard | undefined {
    const stream = streams.get(streamArn(table, context));
    const partitionKey = record.dynamodb.Keys[stream?.table.keyNames[0] ?? ''] ?? {};
    const shard = stream?.shards[shardIndex(partitionKey)];
    shard?.append(record);
    return shard;
  }

  function announce(table: string, shard: Shard | undefined, record: StreamRecord): void {
    for (const listener of listeners.get(streamArn(table, context)) ?? []) {
      // Later, so that a listener's error is not taken for the writer's.
      if (shard) queueMicrotask(() => listener(record, shard.id));
    }
  }
}
