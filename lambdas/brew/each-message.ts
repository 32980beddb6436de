import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

/** Works each message of a batch on its own: only those come again whose work rejects. */
export async function eachMessage(
  { Records }: SQSEvent,
  work: (record: SQSRecord) => Promise<void>,
): Promise<SQSBatchResponse> {
  const ended = await Promise.allSettled(Records.map(work));
  const failed = Records.filter((_, n) => ended[n]?.status === 'rejected');
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
