import * as v from 'valibot';
import { type FilterCriteria, filterCriteria } from './filter-criteria.ts';

const common = {
  Enabled: v.optional(v.boolean(), true),
  EventSourceArn: v.string(),
  FilterCriteria: v.optional(filterCriteria),
  FunctionName: v.string(),
  FunctionResponseTypes: v.optional(v.array(v.literal('ReportBatchItemFailures')), []),
  MaximumBatchingWindowInSeconds: v.optional(v.number(), 0),
  Tags: v.optional(v.array(v.unknown())), // no effect: labels
};

export const sqsMapping = v.strictObject({
  ...common,
  FilterCriteria: v.optional(
    v.pipe(filterCriteria, v.check(filtersBody, 'SQS messages are filtered by body only')),
  ),
  BatchSize: v.optional(v.number(), 10),
  // Without it Lambda begins with five batches at a time and adds more; here it stays at five.
  ScalingConfig: v.optional(v.strictObject({ MaximumConcurrency: v.optional(v.number(), 5) }), {}),
});

export const streamMapping = v.strictObject({
  ...common,
  BatchSize: v.optional(v.number(), 100),
  BisectBatchOnFunctionError: v.optional(v.boolean(), false),
  DestinationConfig: v.optional(
    v.strictObject({ OnFailure: v.strictObject({ Destination: v.pipe(v.string(), v.includes(':sqs:')) }) }),
  ),
  MaximumRecordAgeInSeconds: v.optional(v.number(), -1), // -1: as long as the stream keeps it
  MaximumRetryAttempts: v.optional(v.number(), -1), // -1: until the record expires
  ParallelizationFactor: v.optional(v.number(), 1),
  StartingPosition: v.picklist(['TRIM_HORIZON', 'LATEST']),
});

export type SqsMapping = v.InferOutput<typeof sqsMapping>;
export type StreamMapping = v.InferOutput<typeof streamMapping>;

/** Which of the two schemas the resolved properties of a mapping are to satisfy. */
export function isStreamMapping(properties: unknown): boolean {
  const { EventSourceArn } = Object(properties);
  return String(EventSourceArn).includes(':dynamodb:');
}

function filtersBody({ Filters }: FilterCriteria): boolean {
  return Filters.every(({ Pattern }) => Object.keys(Pattern).every((key) => key === 'body'));
}
