import type { SQSEvent, SQSRecord } from 'aws-lambda';

/** Messages as the event source mapping hands them over, recorded once. Bodies that are not text are made JSON. */
export function sqsEvent(
  bodies: readonly unknown[],
  attributes: Partial<SQSRecord['attributes']> = {},
): SQSEvent {
  return { Records: bodies.map((body, n) => record(body, n + 1, attributes)) };
}

function record(body: unknown, n: number, attributes: Partial<SQSRecord['attributes']>): SQSRecord {
  return {
    messageId: `059f36b4-87a3-44ab-83d2-66197573${String(n).padStart(4, '0')}`,
    receiptHandle: `AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a-${n}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      AWSTraceHeader: 'Root=1-65a1b2c3-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1',
      SentTimestamp: '1767254400000',
      SenderId: 'AROAEXAMPLE:PrintStack-Api',
      ApproximateFirstReceiveTimestamp: '1767254400012',
      ...attributes,
    },
    messageAttributes: {},
    md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:PrintStack-Messages',
    awsRegion: 'eu-central-1',
  };
}
