import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const client = new SNSClient({});

/** Publishes the headline of each report. */
export async function handler({ Records }) {
  for (const { EventSource, Sns } of Records) {
    const { title, country } = JSON.parse(Sns.Message);
    const headline = { title: title.toUpperCase(), place: { country }, of: Sns.MessageId, by: EventSource };
    await client.send(
      new PublishCommand({ TopicArn: process.env.HEADLINES, Message: JSON.stringify(headline) }),
    );
  }
}
