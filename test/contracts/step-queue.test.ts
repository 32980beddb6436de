import { GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, expect, it } from 'vitest';
import { sqsParkedMessages } from '../../adapters/sqs/parked-messages.ts';
import { sqsStepQueue } from '../../adapters/sqs/step-queue.ts';
import { sqsVisibility } from '../../adapters/sqs/visibility.ts';
import { nextMessage } from '../../domain/steps/step-message.ts';
import { queuedOrder, t0 } from '../fakes/an-order.ts';
import { InMemoryStepQueue } from '../fakes/in-memory-step-queue.ts';
import { emulatedAws } from './emulated-aws.ts';
import { stepQueueContract } from './step-queue-contract.ts';

const opened: Awaited<ReturnType<typeof emulatedAws>>[] = [];

async function open() {
  const aws = await emulatedAws();
  opened.push(aws);
  return aws;
}

afterEach(() => Promise.all(opened.splice(0).map((aws) => aws.close())));

stepQueueContract('in memory', () => {
  const rail = new InMemoryStepQueue();
  return Promise.resolve({
    rail,
    due: () =>
      Promise.resolve(rail.sent.filter((due) => due.delaySeconds === 0).map(({ message }) => message)),
    delayed: () => Promise.resolve(rail.sent.filter((due) => due.delaySeconds > 0).length),
  });
});

stepQueueContract('in SQS', async () => {
  const aws = await open();
  const QueueUrl = aws.ref('CoffeeStepWorkerSteps');
  return {
    rail: sqsStepQueue(aws.queue, QueueUrl),
    async due() {
      const { Messages = [] } = await aws.queue.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      return Messages.map(({ Body = '' }) => JSON.parse(Body));
    },
    async delayed() {
      const { Attributes } = await aws.queue.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessagesDelayed'] }),
      );
      return Number(Attributes?.ApproximateNumberOfMessagesDelayed);
    },
  };
});

it('a message that is hidden for no time at all comes again at once', async () => {
  const { queue, ref } = await open();
  const QueueUrl = ref('CoffeeStepWorkerSteps');
  await sqsStepQueue(queue, QueueUrl).send(nextMessage(queuedOrder(), t0));
  const receive = async () => (await queue.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? [];
  const [first] = await receive();
  expect(await receive()).toEqual([]);
  await sqsVisibility(queue, QueueUrl)(first?.ReceiptHandle ?? '', 0);
  expect(await receive()).toMatchObject([{ MessageId: first?.MessageId }]);
});

it('a lost message is kept as it came, with the reason beside it', async () => {
  const { queue, ref } = await open();
  const QueueUrl = ref('CoffeeStepWorkerParkedMessages');
  await sqsParkedMessages(queue, QueueUrl)('matte please', 'not a step message');
  const received = await queue.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));
  expect(received.Messages).toMatchObject([
    { Body: 'matte please', MessageAttributes: { reason: { StringValue: 'not a step message' } } },
  ]);
});
