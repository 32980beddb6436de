import type { SNSEvent, SNSMessageAttributes } from 'aws-lambda';
import type { MessageAttribute, Publication } from './publication.ts';
import type { Subscription } from './subscriptions.ts';

/** Nobody can check it: here is no certificate. */
const signature = 'UNSIGNED';

/**
 * The body of the queue's message, unless it is delivered raw.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html#http-notification-json
 */
export function queueNotification(subscription: Subscription, publication: Publication, at: Date): string {
  const { topicArn, messageId, subject } = publication;
  const attributes = attributesOf(publication);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: messageFor(subscription, publication),
    Timestamp: at.toISOString(),
    SignatureVersion: '1',
    Signature: signature,
    SigningCertURL: certificateUrl(topicArn),
    UnsubscribeURL: unsubscribeUrl(subscription),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function functionEvent(subscription: Subscription, publication: Publication, at: Date): SNSEvent {
  const { topicArn, messageId, subject } = publication;
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: 'Notification',
          MessageId: messageId,
          TopicArn: topicArn,
          // Lambda's own type has it as text alone.
          Subject: (subject ?? null) as string,
          Message: messageFor(subscription, publication),
          Timestamp: at.toISOString(),
          SignatureVersion: '1',
          Signature: signature,
          SigningCertUrl: certificateUrl(topicArn),
          UnsubscribeUrl: unsubscribeUrl(subscription),
          MessageAttributes: attributesOf(publication),
        },
      },
    ],
  };
}

/** The message for the subscription's protocol. */
export function messageFor({ protocol }: Subscription, { byProtocol, message }: Publication): string {
  return byProtocol[protocol] ?? message;
}

function attributesOf({ attributes }: Publication): SNSMessageAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(
      ([name, { DataType, StringValue, BinaryValue }]: [string, MessageAttribute]) => [
        name,
        { Type: DataType, Value: StringValue ?? BinaryValue ?? '' },
      ],
    ),
  );
}

function certificateUrl(topicArn: string): string {
  return `https://sns.${topicArn.split(':')[3]}.amazonaws.com/SimpleNotificationService-local.pem`;
}

function unsubscribeUrl({ arn }: Subscription): string {
  return `https://sns.${arn.split(':')[3]}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${arn}`;
}
