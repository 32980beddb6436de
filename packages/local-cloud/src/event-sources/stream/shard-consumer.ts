import type { DynamoDBStreamsClient, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import type { LambdaFunction } from '../../lambda/lambda-function.ts';
import { createAttempts } from '../attempts.ts';
import type { BackoffLimits } from '../backoff.ts';
import type { Report } from '../event-source.ts';
import type { StreamMapping } from '../event-source-mapping.ts';
import { passes } from '../filter-criteria.ts';
import type { Checkpoints } from './checkpoint-store.ts';
import { sendDiscarded } from './failure-destination.ts';
import { splitIntoLanes } from './lanes.ts';
import { readShard } from './shard-reader.ts';
import { type Discarded, deliverRecords, type StreamDelivery, sequenceNumberOf } from './stream-delivery.ts';
import { createStreamNews, type Wake } from './stream-news.ts';
import { toStreamEventRecord } from './stream-record.ts';

export interface StreamConsumer {
  readonly mapping: StreamMapping;
  readonly fn: LambdaFunction;
  readonly client: DynamoDBStreamsClient;
  /** For the on-failure destination. */
  readonly sqsClient: SQSClient;
  /** The role need not be allowed to ask SQS for it. */
  queueUrl(queueArn: string): string;
  readonly streamArn: string;
  readonly wake: Wake;
  readonly checkpoints: Checkpoints;
  readonly log: Report;
  readonly retryPauses?: BackoffLimits;
  readonly signal: AbortSignal;
}

/** Delivers one shard in order until it is closed or `signal` aborts. */
export async function consumeShard(
  consumer: StreamConsumer,
  shardId: string,
  start: 'TRIM_HORIZON' | 'LATEST',
): Promise<void> {
  const { mapping, client, streamArn, checkpoints, signal, fn, log } = consumer;
  const news = createStreamNews(consumer.wake, shardId);
  const batches = readShard({
    client,
    streamArn,
    shardId,
    start,
    checkpoint: await checkpoints.get(shardId),
    batchSize: mapping.BatchSize,
    window: mapping.MaximumBatchingWindowInSeconds,
    news,
    attempt: createAttempts(`${fn.logicalId} cannot read ${shardId} of ${streamArn}`, log, signal),
    signal,
  });
  for await (const batch of batches) {
    const completed = await deliverBatch(consumer, shardId, batch);
    const last = batch.at(-1)?.dynamodb?.SequenceNumber;
    if (completed && last) await checkpoints.set(shardId, last);
  }
  news.close();
}

/** What the filter lets through, in lanes at the same time; false if it was not finished. */
async function deliverBatch(
  consumer: StreamConsumer,
  shardId: string,
  batch: readonly StreamRecord[],
): Promise<boolean> {
  const { mapping, streamArn, checkpoints } = consumer;
  const records = batch
    .map((record) => toStreamEventRecord(record, streamArn))
    .filter((record) => passes(mapping.FilterCriteria, record));
  const lanes = splitIntoLanes(records, mapping.ParallelizationFactor);
  const delivery: StreamDelivery = {
    ...consumer,
    discard: (discarded) => discard(consumer, shardId, discarded),
    // Among several lanes, no record tells that all before it were handled.
    handled: (record) =>
      lanes.length === 1 ? checkpoints.set(shardId, sequenceNumberOf(record)) : undefined,
  };
  const completed = await Promise.all(lanes.map((lane) => deliverRecords(delivery, lane)));
  return completed.every(Boolean);
}

async function discard(consumer: StreamConsumer, shardId: string, discarded: Discarded): Promise<void> {
  const { mapping, fn, sqsClient, streamArn, log } = consumer;
  const queueArn = mapping.DestinationConfig?.OnFailure.Destination;
  log(`${fn.logicalId} gave up ${rangeOf(discarded.records)} of ${shardId}: ${discarded.condition}`);
  if (!queueArn) return;
  try {
    const origin = { streamArn, shardId, functionArn: fn.arn };
    await sendDiscarded({ client: sqsClient, queueUrl: consumer.queueUrl(queueArn) }, origin, discarded);
  } catch (error) {
    // As on AWS, where it shows in the metric DestinationDeliveryFailures, the shard goes on.
    log(`${fn.logicalId} cannot send to its on-failure destination ${queueArn}: ${String(error)}`);
  }
}

function rangeOf(records: readonly DynamoDBRecord[]): string {
  const [first, last] = [records[0], records.at(-1)];
  return `${records.length} records from ${first && sequenceNumberOf(first)} to ${last && sequenceNumberOf(last)}`;
}
