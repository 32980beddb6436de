import type { SQSRecord } from 'aws-lambda';
import type { LambdaFunction } from '../../lambda/lambda-function.ts';
import { maximumLoops, nextTrace } from '../../lambda/recursion.ts';
import { type BatchOutcome, batchOutcome } from '../batch-response.ts';
import type { Report } from '../event-source.ts';
import type { SqsMapping } from '../event-source-mapping.ts';
import { passesBodyFilter } from './sqs-filter.ts';

export interface SqsBatch {
  readonly mapping: SqsMapping;
  readonly fn: LambdaFunction;
  readonly log: Report;
}

export interface HandledBatch {
  /** To be deleted; the other messages come back when their visibility timeout ends. */
  readonly done: readonly SQSRecord[];
  readonly throttled: boolean;
}

/** Invokes the function with the messages that pass the filter and are not caught in a recursive loop. */
export async function handleBatch(batch: SqsBatch, received: readonly SQSRecord[]): Promise<HandledBatch> {
  const { mapping, fn } = batch;
  const isWanted = (record: SQSRecord) => passesBodyFilter(mapping.FilterCriteria, record);
  const discarded = received.filter((record) => !isWanted(record));
  const records = outsideLoops(batch, received.filter(isWanted));
  if (records.length === 0) return { done: discarded, throttled: false };

  const result = await fn.invoke({ Records: records }, longestTrace(records, fn.arn));
  const reportsItems = mapping.FunctionResponseTypes.includes('ReportBatchItemFailures');
  const outcome = batchOutcome(
    result,
    records.map(({ messageId }) => messageId),
    reportsItems,
  );
  return {
    done: [...discarded, ...succeeded(records, outcome)],
    throttled: outcome.outcome === 'throttled',
  };
}

function succeeded(records: readonly SQSRecord[], result: BatchOutcome): readonly SQSRecord[] {
  if (result.outcome === 'succeeded') return records;
  if (result.outcome !== 'partly-failed') return [];
  return records.filter(({ messageId }) => !result.failed.has(messageId));
}

// A message in a loop is never handed to the function, so that it ends in the dead-letter queue.
function outsideLoops({ fn, log }: SqsBatch, records: readonly SQSRecord[]): readonly SQSRecord[] {
  if (fn.recursiveLoop === 'Allow') return records;
  return records.filter(({ attributes, messageId }) => {
    const looping = nextTrace(attributes.AWSTraceHeader, fn.arn).loops > maximumLoops;
    if (looping) log(`${fn.logicalId} is in a recursive loop: message ${messageId} is not delivered`);
    return !looping;
  });
}

/** A batch joins several chains of events; it continues the one that has come around most often. */
function longestTrace(records: readonly SQSRecord[], functionArn: string): string {
  const traces = records.map(({ attributes }) => nextTrace(attributes.AWSTraceHeader, functionArn));
  return traces.reduce((longest, one) => (one.loops > longest.loops ? one : longest)).trace;
}
