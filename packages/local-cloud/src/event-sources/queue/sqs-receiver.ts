import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Both limits of SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const maximumMessages = 10;
const longestPollSeconds = 20;

export interface Gathering {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly batchSize: number;
  /** Seconds to wait for a full batch after its first message. */
  readonly window: number;
  readonly signal: AbortSignal;
}

/**
 * Waits for messages and gathers a batch of them; empty if none came.
 * Rejects if SQS refuses or `signal` aborts, except when that would lose messages already gathered.
 */
export async function gatherMessages({ window, batchSize, ...options }: Gathering): Promise<Message[]> {
  const batch = await receive(options, Math.min(maximumMessages, batchSize), longestPollSeconds);
  const deadline = performance.now() + window * 1000;
  let open = window > 0 && batch.length > 0;
  while (open && batch.length < batchSize) {
    const seconds = Math.max(0, Math.floor((deadline - performance.now()) / 1000));
    const wanted = Math.min(maximumMessages, batchSize - batch.length);
    const more = await receive(options, wanted, Math.min(longestPollSeconds, seconds)).catch(() => []);
    batch.push(...more);
    open = seconds > 0 && !options.signal.aborted;
  }
  return batch;
}

type Reception = Omit<Gathering, 'batchSize' | 'window'>;

async function receive(
  { client, queueUrl, signal }: Reception,
  most: number,
  wait: number,
): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: most,
    WaitTimeSeconds: wait,
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['All'],
  });
  const { Messages } = await client.send(command, { abortSignal: signal });
  return Messages ?? [];
}
