import { ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Of all messages that arrive until as many are there as wanted, and for a second more. */
export async function receivedBodies(
  sqs: SQSClient,
  QueueUrl: string | undefined,
  wanted: number,
): Promise<string[]> {
  const bodies: string[] = [];
  const receive = async (WaitTimeSeconds: number) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10 }),
    );
    bodies.push(...Messages.map(({ Body }) => String(Body)));
  };
  while (bodies.length < wanted) await receive(20);
  await receive(1);
  return bodies;
}
