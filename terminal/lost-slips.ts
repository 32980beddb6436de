import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  MessageNotInflight,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { orderId, redriveMessage, step } from '../domain/steps/step-message.ts';
import type { Deployment } from './sign-in/deployment.ts';

/** A slip that was given up. */
export interface LostSlip {
  /** Undefined when it names no order: then it cannot be sent again. */
  readonly orderId: string | undefined;
  readonly reason: string;
  readonly lostAt: Date;
  readonly body: string;
  /** A sound slip of the order in the queue, and this one out of here. Rejects when it names no order. */
  send(): Promise<void>;
  /** Leaves it where it is, to be seen again at once. Rejects when it is not known to be there. */
  leave(): Promise<void>;
}

/** Long enough to read and handle the slips of a whole outage (seconds). */
const hiddenSeconds = 900;

/** As much of a slip as sends its order on: one of poison or of a later version would only be given up again. */
const remnantSchema = v.pipe(v.string(), v.parseJson(), v.object({ orderId, step: v.fallback(step, 1) }));

/** All slips that lie among the lost ones now, each once. Each must be sent or left. */
export async function lostSlips({ outputs, aws }: Deployment): Promise<readonly LostSlip[]> {
  const client = new SQSClient(aws);
  const found = new Map<string | undefined, Received>();
  for (;;) {
    const hiddenUntil = performance.now() + hiddenSeconds * 1000;
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: outputs.ParkedMessagesQueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['reason'],
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    const known = found.size;
    // What comes again is known by its latest receipt.
    for (const message of Messages) found.set(message.MessageId, { message, hiddenUntil });
    if (found.size === known) return [...found.values()].map((one) => lostSlip(client, outputs, one));
  }
}

interface Received {
  readonly message: Message;
  /** Nobody else gets it before; milliseconds of a clock that never jumps. */
  readonly hiddenUntil: number;
}

function lostSlip(
  client: SQSClient,
  outputs: Deployment['outputs'],
  { message, hiddenUntil }: Received,
): LostSlip {
  const { Body: body = '', ReceiptHandle } = message;
  const here = { QueueUrl: outputs.ParkedMessagesQueueUrl, ReceiptHandle };
  const remnant = v.safeParse(remnantSchema, body);
  return {
    orderId: remnant.success ? remnant.output.orderId.toLowerCase() : undefined,
    reason: message.MessageAttributes?.reason?.StringValue ?? 'unknown',
    lostAt: new Date(Number(message.Attributes?.SentTimestamp)),
    body,
    async send() {
      if (!remnant.success) throw new Error('a slip without an order cannot be sent again');
      const again = redriveMessage(remnant.output.orderId, remnant.output.step);
      await client.send(
        new SendMessageCommand({ QueueUrl: outputs.StepsQueueUrl, MessageBody: JSON.stringify(again) }),
      );
      await client.send(new DeleteMessageCommand(here));
    },
    async leave() {
      const shown = new ChangeMessageVisibilityCommand({ ...here, VisibilityTimeout: 0 });
      await client.send(shown).catch((error) => {
        if (!(error instanceof MessageNotInflight)) throw error;
        // Hidden for long enough, it is seen already. Sooner than that, something is wrong.
        if (performance.now() < hiddenUntil) throw new Error(elsewhere, { cause: error });
      });
    },
  };
}

const elsewhere =
  'the queue does not know the slip by its receipt any more: if it was not sent from elsewhere, it shows up again after 15 minutes';
