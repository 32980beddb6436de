import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Deployment } from './deployment.ts';

/** A slip that was given up. */
export interface LostSlip {
  /** Undefined when it is no slip at all: then it cannot be sent again. */
  readonly orderId: string | undefined;
  readonly reason: string;
  readonly lostAt: Date;
  readonly body: string;
  /** Back on the rail, and out of here. */
  send(): Promise<void>;
  /** Leaves it where it is, to be seen again at once. */
  leave(): Promise<void>;
}

/** Longer than anybody takes to look through the slips (seconds). */
const hiddenSeconds = 60;

/** All slips that lie among the lost ones now. Each must be sent or left. */
export async function lostSlips({ outputs, aws }: Deployment): Promise<readonly LostSlip[]> {
  const client = new SQSClient(aws);
  const found: LostSlip[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: outputs.LostSlipsQueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['reason'],
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    if (Messages.length === 0) return found;
    found.push(...Messages.map((message) => lostSlip(client, outputs, message)));
  }
}

function lostSlip(client: SQSClient, outputs: Deployment['outputs'], message: Message): LostSlip {
  const { Body: body = '', ReceiptHandle } = message;
  const here = { QueueUrl: outputs.LostSlipsQueueUrl, ReceiptHandle };
  const slip = slipIn(body);
  return {
    orderId: slip?.orderId,
    reason: message.MessageAttributes?.reason?.StringValue ?? 'unknown',
    lostAt: new Date(Number(message.Attributes?.SentTimestamp)),
    body,
    async send() {
      const again = JSON.stringify({ ...slip, hops: 0, again: true });
      await client.send(new SendMessageCommand({ QueueUrl: outputs.SlipsQueueUrl, MessageBody: again }));
      await client.send(new DeleteMessageCommand(here));
    },
    async leave() {
      await client.send(new ChangeMessageVisibilityCommand({ ...here, VisibilityTimeout: 0 }));
    },
  };
}

function slipIn(body: string): { orderId: string } | undefined {
  try {
    const slip = JSON.parse(body);
    return typeof slip?.orderId === 'string' ? slip : undefined;
  } catch {
    return undefined;
  }
}
