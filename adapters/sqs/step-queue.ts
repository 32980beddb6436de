import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SlipRail } from '../../domain/ports.ts';

export function sqsSlipRail(client: SQSClient, queueUrl: string): SlipRail {
  return {
    async send({ slip, delaySeconds }) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(slip),
          DelaySeconds: delaySeconds,
        }),
      );
    },
  };
}
