import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Keeps a slip that was given up, as it was received, with the reason beside it. */
export type KeepLostSlip = (body: string, reason: string) => Promise<void>;

export function sqsLostSlips(client: SQSClient, queueUrl: string): KeepLostSlip {
  return async (body, reason) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageAttributes: { reason: { DataType: 'String', StringValue: reason } },
      }),
    );
  };
}
