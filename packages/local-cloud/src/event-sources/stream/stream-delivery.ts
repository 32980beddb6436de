import type { DynamoDBRecord } from 'aws-lambda';
import type { InvocationResult, LambdaFunction } from '../../lambda/lambda-function.ts';
import { type Backoff, type BackoffLimits, createBackoff } from '../backoff.ts';
import { type BatchOutcome, batchOutcome } from '../batch-response.ts';
import type { StreamMapping } from '../event-source-mapping.ts';

/** Why records are given up. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface Discarded {
  readonly condition: DiscardCondition;
  readonly records: readonly DynamoDBRecord[];
  readonly invocations: number;
  /** Of the last invocation, if there was one. */
  readonly requestId?: string;
}

export interface StreamDelivery {
  readonly mapping: StreamMapping;
  readonly fn: LambdaFunction;
  readonly signal: AbortSignal;
  discard(discarded: Discarded): Promise<void>;
  /** All records up to this one were handled. */
  handled(record: DynamoDBRecord): Promise<void> | void;
  /** Milliseconds between retries. @default 100 doubling to 30 000 */
  readonly retryPauses?: BackoffLimits;
}

/**
 * Delivers records in order until each was handled, or given up by the limits of the mapping.
 * False if `signal` aborted before that.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function deliverRecords(
  delivery: StreamDelivery,
  records: readonly DynamoDBRecord[],
): Promise<boolean> {
  const backoff = createBackoff(delivery.retryPauses ?? { first: 100, longest: 30_000 });
  const parts: Part[] = [{ records, failures: 0, invocations: 0 }];
  for (let part = parts.shift(); part; part = parts.shift()) {
    if (delivery.signal.aborted) return false;
    const fresh = await withoutAged(delivery, part);
    if (fresh.records.length > 0) parts.unshift(...(await attempt(delivery, fresh, backoff)));
  }
  return true;
}

/** A part of the batch that succeeds or fails as one. */
interface Part {
  readonly records: readonly DynamoDBRecord[];
  /** Failed invocations that count against MaximumRetryAttempts. */
  readonly failures: number;
  readonly invocations: number;
}

/** Invokes the function once; gives what is left to do, in order. */
async function attempt(delivery: StreamDelivery, part: Part, backoff: Backoff): Promise<Part[]> {
  const { fn, mapping, signal } = delivery;
  const { records } = part;
  const result = await fn.invoke({ Records: records });
  const reportsItems = mapping.FunctionResponseTypes.includes('ReportBatchItemFailures');
  const outcome = batchOutcome(result, records.map(sequenceNumberOf), reportsItems);
  const succeeded = countSucceeded(records, outcome);
  await handledUpTo(delivery, records[succeeded - 1]);
  if (succeeded === records.length) {
    backoff.reset();
    return [];
  }
  const rest = { ...part, records: records.slice(succeeded) };
  const next =
    outcome.outcome === 'throttled' ? [rest] : await afterFailure(delivery, rest, succeeded, result);
  if (next.length > 0) await backoff.wait(signal);
  return next;
}

/** Splitting a batch costs no retry; what cannot be split is tried again until the limit. */
async function afterFailure(
  delivery: StreamDelivery,
  part: Part,
  succeeded: number,
  result: InvocationResult,
): Promise<Part[]> {
  const { MaximumRetryAttempts: limit, BisectBatchOnFunctionError: bisect } = delivery.mapping;
  const invocations = part.invocations + 1;
  if (bisect && (succeeded > 0 || part.records.length > 1)) {
    return halves(part.records, succeeded).map((records) => ({ ...part, records, invocations }));
  }
  const failures = part.failures + 1;
  if (limit < 0 || failures <= limit) return [{ ...part, failures, invocations }];
  const requestId = result.outcome === 'failed' ? result.requestId : undefined;
  await giveUp(delivery, {
    condition: 'RetryAttemptsExhausted',
    records: part.records,
    invocations,
    ...(requestId !== undefined && { requestId }),
  });
  return [];
}

/** With a partial success the batch was split already, where the function said. */
function halves(records: readonly DynamoDBRecord[], succeeded: number): (readonly DynamoDBRecord[])[] {
  if (succeeded > 0) return [records];
  const middle = Math.ceil(records.length / 2);
  return [records.slice(0, middle), records.slice(middle)];
}

function countSucceeded(records: readonly DynamoDBRecord[], result: BatchOutcome): number {
  if (result.outcome === 'succeeded') return records.length;
  if (result.outcome !== 'partly-failed') return 0;
  return records.findIndex((record) => result.failed.has(sequenceNumberOf(record)));
}

async function withoutAged(delivery: StreamDelivery, part: Part): Promise<Part> {
  const { MaximumRecordAgeInSeconds: limit } = delivery.mapping;
  if (limit < 0) return part;
  const oldest = Date.now() / 1000 - limit;
  const young = part.records.findIndex((record) => createdAt(record) >= oldest);
  const aged = young < 0 ? part.records.length : young;
  if (aged > 0) {
    const records = part.records.slice(0, aged);
    await giveUp(delivery, { condition: 'RecordAgeExceeded', records, invocations: part.invocations });
  }
  return { ...part, records: part.records.slice(aged) };
}

async function giveUp(delivery: StreamDelivery, discarded: Discarded): Promise<void> {
  await delivery.discard(discarded);
  await handledUpTo(delivery, discarded.records.at(-1));
}

async function handledUpTo({ handled }: StreamDelivery, record: DynamoDBRecord | undefined): Promise<void> {
  if (record) await handled(record);
}

/** Of a record of a Lambda event. */
export function sequenceNumberOf(record: DynamoDBRecord): string {
  return record.dynamodb?.SequenceNumber ?? '';
}

/** Seconds since the epoch. */
function createdAt(record: DynamoDBRecord): number {
  return record.dynamodb?.ApproximateCreationDateTime ?? 0;
}
