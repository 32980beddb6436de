import { DeleteMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { Report } from '../event-source.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
const maximumEntries = 10;

/** Deletes handled messages. One that cannot be deleted is reported: it will be delivered again. */
export async function removeMessages(
  { client, queueUrl, log }: { client: SQSClient; queueUrl: string; log: Report },
  records: readonly SQSRecord[],
): Promise<void> {
  for (let start = 0; start < records.length; start += maximumEntries) {
    const some = records.slice(start, start + maximumEntries);
    try {
      const { Failed } = await client.send(
        new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: some.map(toEntry) }),
      );
      for (const { Code, Message } of Failed ?? [])
        log(`Deleting from ${queueUrl}: ${Code}: ${Message ?? ''}`);
    } catch (error) {
      log(`Deleting from ${queueUrl}: ${String(error)}`);
    }
  }
}

function toEntry({ receiptHandle }: SQSRecord, index: number) {
  return { Id: String(index), ReceiptHandle: receiptHandle };
}
