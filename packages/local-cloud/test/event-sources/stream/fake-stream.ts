import {
  type AttributeValue,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';

export const streamArn =
  'arn:aws:dynamodb:eu-west-1:000000000000:table/Orders/stream/2026-01-01T00:00:00.000';

interface FakeShard {
  readonly records: StreamRecord[];
  readonly parent?: string;
  closed: boolean;
}

/** A DynamoDB stream in memory, behind the interface of the SDK's client. */
export class FakeStream {
  readonly shards = new Map<string, FakeShard>();
  readonly client = { send: this.#answer.bind(this) } as unknown as DynamoDBStreamsClient;
  readonly #listeners = new Set<() => void>();
  /** Errors that the next calls are answered with. */
  readonly errors: Error[] = [];
  /** Calls of GetRecords. */
  reads = 0;
  #sequence = 100;

  constructor(...shardIds: string[]) {
    for (const shardId of shardIds) this.open(shardId);
  }

  readonly wake = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  get listeners(): number {
    return this.#listeners.size;
  }

  open(shardId: string, parent?: string): void {
    this.shards.set(shardId, { records: [], closed: false, ...(parent !== undefined && { parent }) });
  }

  close(shardId: string): void {
    this.#shard(shardId).closed = true;
    this.#tell();
  }

  /** Appends one record per id and gives their sequence numbers. */
  add(
    shardId: string,
    ids: readonly string[],
    more: Partial<StreamRecord> & { age?: number; note?: AttributeValue } = {},
  ): string[] {
    const records = ids.map((id) => this.#record(id, more));
    this.#shard(shardId).records.push(...records);
    this.#tell();
    return records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
  }

  #record(
    id: string,
    { age = 0, note, ...more }: Partial<StreamRecord> & { age?: number; note?: AttributeValue },
  ): StreamRecord {
    this.#sequence += 1;
    return {
      eventID: `e${this.#sequence}`,
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      dynamodb: {
        ApproximateCreationDateTime: new Date(Date.now() - age * 1000),
        Keys: { orderId: { S: id } },
        NewImage: { orderId: { S: id }, ...(note && { note }) },
        SequenceNumber: String(this.#sequence),
        SizeBytes: 12,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      ...more,
    };
  }

  #answer(command: unknown): Promise<unknown> {
    const error = this.errors.shift();
    if (error) return Promise.reject(error);
    if (command instanceof DescribeStreamCommand) return Promise.resolve(this.#describe());
    if (command instanceof GetShardIteratorCommand) return Promise.resolve(this.#iterator(command.input));
    if (command instanceof GetRecordsCommand) return Promise.resolve(this.#read(command.input));
    return Promise.reject(new Error('unexpected call'));
  }

  #describe() {
    const Shards = [...this.shards].map(([ShardId, { parent }]) => ({ ShardId, ParentShardId: parent }));
    return { StreamDescription: { Shards } };
  }

  #iterator({ ShardId = '', ShardIteratorType, SequenceNumber }: GetShardIteratorCommand['input']) {
    const { records } = this.#shard(ShardId);
    const after = records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === SequenceNumber) + 1;
    const positions: Record<string, number> = {
      TRIM_HORIZON: 0,
      LATEST: records.length,
      AFTER_SEQUENCE_NUMBER: after,
    };
    return { ShardIterator: `${ShardId}|${positions[ShardIteratorType ?? '']}` };
  }

  #read({ ShardIterator = '', Limit = 1000 }: GetRecordsCommand['input']) {
    this.reads += 1;
    const [shardId = '', from = ''] = ShardIterator.split('|');
    const { records, closed } = this.#shard(shardId);
    const Records = records.slice(Number(from), Number(from) + Limit);
    const next = Number(from) + Records.length;
    return {
      Records,
      ...(!(closed && next === records.length) && { NextShardIterator: `${shardId}|${next}` }),
    };
  }

  #shard(shardId: string): FakeShard {
    const shard = this.shards.get(shardId);
    if (!shard) throw new Error(`no shard ${shardId}`);
    return shard;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
