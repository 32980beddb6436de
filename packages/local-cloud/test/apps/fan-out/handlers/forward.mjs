import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const client = new SQSClient({});

export async function handler({ Records }) {
  for (const { eventName, dynamodb } of Records) {
    const MessageBody = `${eventName} ${dynamodb.Keys.id.S}`;
    await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody }));
  }
}
