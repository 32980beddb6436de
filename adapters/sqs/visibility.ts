import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Hides a received message from other workers for so many seconds from now. */
export type ExtendVisibility = (receiptHandle: string, seconds: number) => Promise<void>;

export function sqsVisibility(client: SQSClient, queueUrl: string): ExtendVisibility {
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
