import { createHash } from 'node:crypto';
import type { AttributeValue } from './item.ts';
import type { StreamRecord } from './stream-record.ts';

/** AWS keeps records for 24 hours. */
const retentionSeconds = 24 * 60 * 60;
/** AWS has no such limit: it bounds our memory when nobody reads. */
const maxRecords = 5_000;
const shardCount = 4;

/** The records of the items whose partition keys fall to it, in the order of writing. */
export interface Shard {
  readonly id: string;
  /** The highest sequence number that is no longer kept; empty if nothing was dropped. */
  readonly trimmed: string;
  append(record: StreamRecord): void;
  /** Records with a higher sequence number than `after`. */
  read(after: string, limit: number): StreamRecord[];
}

export function createShards(): Shard[] {
  return Array.from({ length: shardCount }, (_, index) => createShard(index));
}

/** The index of the shard that keeps all records of a partition key. */
export function shardIndex(partitionKey: AttributeValue): number {
  return createHash('md5').update(JSON.stringify(partitionKey)).digest().readUInt32BE() % shardCount;
}

function createShard(index: number): Shard {
  const records: StreamRecord[] = [];
  let trimmed = '';

  return {
    id: `shardId-${String(index).padStart(20, '0')}-0000000${index}`,
    get trimmed() {
      return trimmed;
    },
    append(record) {
      records.push(record);
      trim();
    },
    read(after, limit) {
      trim();
      // Readers are near the end as a rule.
      const from = records.findLastIndex(({ dynamodb }) => dynamodb.SequenceNumber <= after) + 1;
      return records.slice(from, from + limit);
    },
  };

  function trim(): void {
    const oldest = Date.now() / 1000 - retentionSeconds;
    while (records.length > maxRecords || isOlder(records[0], oldest)) {
      trimmed = records.shift()?.dynamodb.SequenceNumber ?? trimmed;
    }
  }
}

function isOlder(record: StreamRecord | undefined, seconds: number): boolean {
  return record !== undefined && record.dynamodb.ApproximateCreationDateTime < seconds;
}
