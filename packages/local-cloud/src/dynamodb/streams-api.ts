import type { JsonService, RequestBody, ServiceReply } from '../endpoint/service-reply.ts';
import { streamLabel } from './resources.ts';
import { positionOf, sequenceNumber } from './sequence-number.ts';
import type { Shard } from './shard.ts';
import { readIterator, writeIterator } from './shard-iterator.ts';
import type { StreamRecord } from './stream-record.ts';
import type { TableStream, TableStreams } from './table-streams.ts';

/** A reply of GetRecords holds at most so many records and bytes. */
const maxRecords = 1_000;
const maxBytes = 1_048_576;

/** The DynamoDB Streams API (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html). */
export function createStreamsApi(streams: TableStreams): JsonService {
  const actions: Readonly<Record<string, (body: RequestBody) => ServiceReply>> = {
    ListStreams: listStreams,
    DescribeStream: describeStream,
    GetShardIterator: getShardIterator,
    GetRecords: getRecords,
  };

  return {
    call(action, body) {
      const run = actions[action];
      const unknown = `The local cloud does not know the DynamoDB Streams operation ${action}`;
      return Promise.resolve(run ? run(body) : failure('UnknownOperationException', unknown));
    },
  };

  function listStreams({ TableName, Limit, ExclusiveStartStreamArn }: RequestBody): ServiceReply {
    const all = streams.all().filter(({ table }) => TableName === undefined || table.name === TableName);
    const [page, last] = pageOf(all, (stream) => stream.arn, ExclusiveStartStreamArn, Limit);
    const Streams = page.map(({ arn, table }) => ({
      StreamArn: arn,
      TableName: table.name,
      StreamLabel: streamLabel,
    }));
    return ok({ Streams, ...(last && { LastEvaluatedStreamArn: last }) });
  }

  function describeStream({
    StreamArn,
    Limit,
    ExclusiveStartShardId,
    ShardFilter,
  }: RequestBody): ServiceReply {
    const stream = streams.find(String(StreamArn));
    if (stream === undefined) return notFound(`Stream: ${StreamArn} not found`);
    // Shards never split here, so none has children.
    const all = ShardFilter === undefined ? stream.shards : [];
    const [page, last] = pageOf(all, (shard) => shard.id, ExclusiveStartShardId, Limit);
    const Shards = page.map(({ id }) => ({
      ShardId: id,
      SequenceNumberRange: { StartingSequenceNumber: sequenceNumber(0) },
    }));
    return ok({
      StreamDescription: { ...description(stream), Shards, ...(last && { LastEvaluatedShardId: last }) },
    });
  }

  function getShardIterator({
    StreamArn,
    ShardId,
    ShardIteratorType,
    SequenceNumber,
  }: RequestBody): ServiceReply {
    const shard = findShard(StreamArn, ShardId);
    if (shard === undefined) return notFound(`Shard: ${ShardId} of stream ${StreamArn} not found`);
    const after = startAfter(ShardIteratorType, SequenceNumber);
    if (after === undefined)
      return failure('ValidationException', 'Invalid ShardIteratorType or SequenceNumber');
    if (isTrimmed(shard, after)) return trimmed();
    return ok({ ShardIterator: writeIterator({ streamArn: String(StreamArn), shardId: shard.id, after }) });
  }

  function startAfter(type: unknown, sequence: unknown): string | undefined {
    if (type === 'TRIM_HORIZON') return '';
    if (type === 'LATEST') return streams.latest();
    const position = positionOf(String(sequence));
    if (position === undefined) return undefined;
    if (type === 'AFTER_SEQUENCE_NUMBER') return sequenceNumber(position);
    return type === 'AT_SEQUENCE_NUMBER' ? sequenceNumber(position - 1) : undefined;
  }

  function getRecords({ ShardIterator, Limit = maxRecords }: RequestBody): ServiceReply {
    const limit = Number(Limit);
    if (!(limit >= 1 && limit <= maxRecords))
      return failure('ValidationException', `Limit ${Limit} is not 1 to 1000`);
    const position = readIterator(ShardIterator);
    if (position === 'invalid') return failure('ValidationException', 'Invalid ShardIterator');
    if (position === 'expired') return failure('ExpiredIteratorException', 'The shard iterator has expired');
    const shard = findShard(position.streamArn, position.shardId);
    if (shard === undefined) return notFound(`Stream: ${position.streamArn} not found`);
    if (isTrimmed(shard, position.after)) return trimmed();
    const Records = upToMaxBytes(shard.read(position.after, limit));
    const after = Records.at(-1)?.dynamodb.SequenceNumber ?? position.after;
    return ok({ Records, NextShardIterator: writeIterator({ ...position, after }) });
  }

  function findShard(streamArn: unknown, shardId: unknown): Shard | undefined {
    return streams.find(String(streamArn))?.shards.find(({ id }) => id === shardId);
  }
}

function description({ arn, table }: TableStream): object {
  return {
    StreamArn: arn,
    StreamLabel: streamLabel,
    StreamStatus: 'ENABLED',
    StreamViewType: table.viewType,
    TableName: table.name,
    KeySchema: table.keyNames.map((name, index) => ({
      AttributeName: name,
      KeyType: index === 0 ? 'HASH' : 'RANGE',
    })),
  };
}

/** One page, and where it ends if there are more. */
function pageOf<T>(
  all: readonly T[],
  idOf: (one: T) => string,
  after: unknown,
  limit: unknown,
): [readonly T[], string | undefined] {
  const start = after === undefined ? 0 : all.findIndex((one) => idOf(one) === after) + 1;
  const page = all.slice(start, start + Number(limit ?? 100));
  const last = page.at(-1);
  return [page, last !== undefined && last !== all.at(-1) ? idOf(last) : undefined];
}

function upToMaxBytes(records: readonly StreamRecord[]): readonly StreamRecord[] {
  let bytes = 0;
  const end = records.findIndex(({ dynamodb }) => {
    bytes += dynamodb.SizeBytes;
    return bytes > maxBytes;
  });
  return end < 0 ? records : records.slice(0, Math.max(end, 1));
}

function isTrimmed(shard: Shard, after: string): boolean {
  return after !== '' && after < shard.trimmed;
}

function ok(body: object): ServiceReply {
  return { status: 200, body };
}

function notFound(detail: string): ServiceReply {
  return failure('ResourceNotFoundException', `Requested resource not found: ${detail}`);
}

function trimmed(): ServiceReply {
  const message = 'The operation attempted to read past the oldest stream record in a shard';
  return failure('TrimmedDataAccessException', message);
}

function failure(name: string, message: string): ServiceReply {
  return { status: 400, body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message } };
}
