import { DescribeStreamCommand, type Shard } from '@aws-sdk/client-dynamodb-streams';
import * as v from 'valibot';
import { atMost } from '../at-most.ts';
import { createAttempts } from '../attempts.ts';
import type { EventSource, Report } from '../event-source.ts';
import { streamMapping } from '../event-source-mapping.ts';
import { consumeShard, type StreamConsumer } from './shard-consumer.ts';

export interface StreamEventSourceOptions extends Omit<StreamConsumer, 'mapping' | 'log' | 'signal'> {
  /** Resolved properties of the AWS::Lambda::EventSourceMapping. */
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly log?: Report;
}

/** Follows a table's stream and invokes the function with its records, as Lambda's DynamoDB event source does. */
export function startStreamEventSource(options: StreamEventSourceOptions): EventSource {
  const mapping = v.parse(streamMapping, options.mapping);
  const stop = new AbortController();
  const consumer: StreamConsumer = { log: () => {}, ...options, mapping, signal: stop.signal };
  const consuming = mapping.Enabled ? consumeStream(consumer) : Promise.resolve();
  return {
    async close() {
      stop.abort();
      await atMost(1000, consuming);
    },
  };
}

/** Starts each shard once its parent was handled to the end, so that order holds across a split. */
async function consumeStream(consumer: StreamConsumer): Promise<void> {
  const { mapping, signal } = consumer;
  const running = new Map<string, Promise<void>>();
  const finished = new Set<string>();
  let start = mapping.StartingPosition;
  while (!signal.aborted) {
    for (const shardId of readyShards(await listShards(consumer), finished)) {
      if (running.has(shardId)) continue;
      const work = consumeShard(consumer, shardId, start).then(() => finished.add(shardId));
      running.set(
        shardId,
        work.then(() => void running.delete(shardId)),
      );
    }
    // Shards that appear later continue those known now: nothing of them may be left out.
    start = 'TRIM_HORIZON';
    if (running.size === 0) return;
    await Promise.race(running.values());
  }
  await Promise.all(running.values());
}

function readyShards(shards: readonly Shard[], finished: ReadonlySet<string>): string[] {
  const open = new Set(shards.map(({ ShardId = '' }) => ShardId).filter((id) => !finished.has(id)));
  return shards
    .filter(({ ParentShardId }) => ParentShardId === undefined || !open.has(ParentShardId))
    .map(({ ShardId = '' }) => ShardId)
    .filter((id) => open.has(id));
}

/** Tries until it succeeds or `signal` aborts. */
async function listShards(consumer: StreamConsumer): Promise<Shard[]> {
  const { streamArn, fn, log, signal } = consumer;
  const attempt = createAttempts(`${fn.logicalId} cannot describe ${streamArn}`, log, signal);
  let shards: Shard[] | undefined;
  while (!shards && !signal.aborted) shards = await attempt(() => describeAll(consumer));
  return shards ?? [];
}

async function describeAll({ client, streamArn, signal }: StreamConsumer): Promise<Shard[]> {
  const shards: Shard[] = [];
  let last: string | undefined;
  do {
    const command = new DescribeStreamCommand({
      StreamArn: streamArn,
      ...(last !== undefined && { ExclusiveStartShardId: last }),
    });
    const { StreamDescription } = await client.send(command, { abortSignal: signal });
    shards.push(...(StreamDescription?.Shards ?? []));
    last = StreamDescription?.LastEvaluatedShardId;
  } while (last !== undefined);
  return shards;
}
