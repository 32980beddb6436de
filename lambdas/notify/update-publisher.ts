import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { orderFromImage } from '../../adapters/dynamodb/order-from-image.ts';
import { isOpen } from '../../domain/order/order.ts';
import { type PublishDeps, publishUpdate } from '../../domain/serving/publish-update.ts';
import { failureInLog } from '../failure-in-log.ts';
import { loggedFunction } from '../logged-function.ts';

/**
 * Tells each change to its customer. Records of one order stay in order; orders do not wait for
 * each other. The batch is tried again from the first record that failed: what was told twice has the same event id.
 */
export function createUpdatePublisher(deps: PublishDeps) {
  return loggedFunction<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async ({ Records }) => {
    const failed = await Promise.all(
      [...byOrder(Records).values()].map((records) => publishInOrder(deps, records)),
    );
    const first = Records.find((record) => failed.includes(record));
    const itemIdentifier = first?.dynamodb?.SequenceNumber;
    return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
  });
}

function byOrder(records: readonly DynamoDBRecord[]): Map<string, DynamoDBRecord[]> {
  return Map.groupBy(records, (record) => record.dynamodb?.Keys?.orderId?.S ?? '');
}

/** The record that failed, behind which the order's later ones were not tried. */
async function publishInOrder(
  deps: PublishDeps,
  records: readonly DynamoDBRecord[],
): Promise<DynamoDBRecord | undefined> {
  for (const record of records) {
    if (!(await publishRecord(deps, record))) return record;
  }
  return undefined;
}

async function publishRecord(deps: PublishDeps, record: DynamoDBRecord): Promise<boolean> {
  const orderId = record.dynamodb?.Keys?.orderId?.S;
  try {
    const order = orderFromImage(record.dynamodb?.NewImage ?? {});
    const { sent } = await publishUpdate(deps, order);
    // The steps in between are in the step worker's log: every line is paid for.
    const level = isOpen(order) ? 'debug' : 'info';
    console[level]({ message: 'published', orderId, status: order.status, version: order.version, sent });
    return true;
  } catch (error) {
    console.error({
      message: 'announcement failed',
      orderId,
      record: record.eventID,
      ...failureInLog(error),
    });
    return false;
  }
}
