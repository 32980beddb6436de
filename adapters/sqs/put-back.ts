import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { PutBack } from '../../domain/ports.ts';

/** The message attribute that says how often a message was put back as it came. */
export const putBackAttribute = 'putBack';

export function sqsPutBack(client: SQSClient, queueUrl: string): PutBack {
  return async ({ body, times, delaySeconds }) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        DelaySeconds: delaySeconds,
        MessageAttributes: { [putBackAttribute]: { DataType: 'Number', StringValue: String(times) } },
      }),
    );
  };
}
