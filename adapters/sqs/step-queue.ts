import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { StepQueue } from '../../domain/ports.ts';

export function sqsStepQueue(client: SQSClient, queueUrl: string): StepQueue {
  return {
    async send({ message, delaySeconds }) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(message),
          DelaySeconds: delaySeconds,
        }),
      );
    },
  };
}
