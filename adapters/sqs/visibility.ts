import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Hides a received message from other workers for so many seconds from now. */
export type Hide = (receiptHandle: string, seconds: number) => Promise<void>;

export function sqsVisibility(client: SQSClient, queueUrl: string): Hide {
  return async (receiptHandle, seconds) => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  };
}
