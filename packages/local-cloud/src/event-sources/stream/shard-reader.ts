import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { Attempt } from '../attempts.ts';
import type { StreamNews } from './stream-news.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
const maximumRecords = 1000;
/** Only the fallback: records announce themselves. */
const pollMilliseconds = 1000;

export interface ShardReading {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly shardId: string;
  /** Where to begin without a checkpoint. */
  readonly start: 'TRIM_HORIZON' | 'LATEST';
  /** Sequence number of the last handled record. */
  readonly checkpoint: string | undefined;
  readonly batchSize: number;
  /** Seconds to wait for a full batch after its first record. */
  readonly window: number;
  readonly news: StreamNews;
  readonly attempt: Attempt;
  readonly signal: AbortSignal;
}

/** Yields the shard's records in order, in non-empty batches, until the shard is closed or `signal` aborts. */
export async function* readShard(reading: ShardReading): AsyncGenerator<readonly StreamRecord[]> {
  const { batchSize, news, signal } = reading;
  const read = createReader(reading);
  while (!signal.aborted) {
    const { records, last } = await gather(reading, read);
    if (records.length > 0) yield records;
    if (last) return;
    // A batch that is not full was all there is.
    if (records.length > 0 && records.length < batchSize) await news.wait(pollMilliseconds, signal);
  }
}

interface Page {
  readonly records: readonly StreamRecord[];
  /** The shard is closed, and this was the end of it. */
  readonly last: boolean;
}

/** Where GetShardIterator begins. */
type Position = Pick<GetShardIteratorCommandInput, 'ShardIteratorType' | 'SequenceNumber'>;

type Read = (limit: number) => Promise<Page>;

async function gather({ batchSize, window, news, signal }: ShardReading, read: Read): Promise<Page> {
  const records: StreamRecord[] = [];
  let due = Number.POSITIVE_INFINITY;
  do {
    news.expect();
    const page = await read(Math.min(maximumRecords, batchSize - records.length));
    if (records.length === 0 && page.records.length > 0) due = performance.now() + window * 1000;
    records.push(...page.records);
    if (page.last) return { records, last: true };
    const rest = Math.max(0, due - performance.now());
    if (page.records.length === 0) await news.wait(Math.min(rest, pollMilliseconds), signal);
  } while (!signal.aborted && records.length < batchSize && performance.now() < due);
  return { records, last: false };
}

/** A read that fails gives an empty page after a pause; the next one begins after the last record read. */
function createReader(reading: ShardReading): Read {
  const { client, attempt, signal } = reading;
  let position: Position = reading.checkpoint
    ? after(reading.checkpoint)
    : { ShardIteratorType: reading.start };
  let iterator: string | undefined;

  async function readPage(limit: number): Promise<Page> {
    const shardIterator = iterator ?? (await openShard(reading, position));
    iterator = undefined;
    const command = new GetRecordsCommand({ ShardIterator: shardIterator, Limit: limit });
    const { Records: records = [], NextShardIterator } = await client.send(command, { abortSignal: signal });
    iterator = NextShardIterator;
    const last = records.at(-1)?.dynamodb?.SequenceNumber;
    if (last) position = after(last);
    return { records, last: iterator === undefined };
  }

  return async (limit) => {
    const page = await attempt(() => readPage(limit).catch(goOnIfTrimmed));
    return page ?? { records: [], last: false };
  };

  // What came next is gone from the stream: go on with the oldest record that is left.
  function goOnIfTrimmed(error: Error): never {
    if (error.name === 'TrimmedDataAccessException') position = { ShardIteratorType: 'TRIM_HORIZON' };
    throw error;
  }
}

function after(sequenceNumber: string): Position {
  return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber };
}

async function openShard(reading: ShardReading, position: Position): Promise<string | undefined> {
  const { client, streamArn, shardId, signal } = reading;
  const command = new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ...position });
  const { ShardIterator } = await client.send(command, { abortSignal: signal });
  return ShardIterator;
}
