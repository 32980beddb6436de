import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Keeps a message that was given up, as it was received, with the reason beside it. */
export type ParkMessage = (body: string, reason: string) => Promise<void>;

export function sqsParkedMessages(client: SQSClient, queueUrl: string): ParkMessage {
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
