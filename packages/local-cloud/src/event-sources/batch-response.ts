import type { InvocationResult } from '../lambda/lambda-function.ts';

/** What an invocation says about its batch. */
export type BatchOutcome =
  | { outcome: 'succeeded' }
  | { outcome: 'partly-failed'; failed: ReadonlySet<string> }
  | { outcome: 'failed'; requestId?: string }
  | { outcome: 'throttled' };

/**
 * Reads a result by the rules of partial batch responses: nothing listed is success, anything that cannot be
 * understood is failure of the whole batch. `identifiers` are those of the batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#sqs-batchfailurereporting-conditions
 */
export function batchOutcome(
  result: InvocationResult,
  identifiers: readonly string[],
  reportsItemFailures: boolean,
): BatchOutcome {
  if (result.outcome === 'throttled') return { outcome: 'throttled' };
  if (result.outcome === 'failed') {
    return { outcome: 'failed', ...(result.requestId !== undefined && { requestId: result.requestId }) };
  }
  return reportsItemFailures ? itemFailures(result.payload, identifiers) : { outcome: 'succeeded' };
}

function itemFailures(payload: unknown, identifiers: readonly string[]): BatchOutcome {
  if (payload === null || payload === undefined) return { outcome: 'succeeded' };
  if (typeof payload !== 'object' || Array.isArray(payload)) return { outcome: 'failed' };
  const failures = 'batchItemFailures' in payload ? payload.batchItemFailures : null;
  if (failures === null) return { outcome: 'succeeded' };
  if (!Array.isArray(failures)) return { outcome: 'failed' };
  const failed: string[] = failures.map((failure) => failure?.itemIdentifier);
  if (failed.length === 0) return { outcome: 'succeeded' };
  return failed.every((identifier) => identifiers.includes(identifier))
    ? { outcome: 'partly-failed', failed: new Set(failed) }
    : { outcome: 'failed' };
}
