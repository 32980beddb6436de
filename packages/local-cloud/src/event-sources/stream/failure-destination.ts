import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord } from 'aws-lambda';
import { type Discarded, sequenceNumberOf } from './stream-delivery.ts';

export interface FailureDestination {
  readonly client: SQSClient;
  readonly queueUrl: string;
}

/** Where the discarded records come from. */
export interface StreamOrigin {
  readonly streamArn: string;
  readonly shardId: string;
  readonly functionArn: string;
}

/** Tells the queue which records were given up: where they are in the stream, not what is in them. */
export async function sendDiscarded(
  { client, queueUrl }: FailureDestination,
  origin: StreamOrigin,
  discarded: Discarded,
): Promise<void> {
  const MessageBody = JSON.stringify(invocationRecord(origin, discarded, new Date()));
  await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html#dynamodb-on-failure-destination */
function invocationRecord(origin: StreamOrigin, discarded: Discarded, now: Date) {
  const { records, condition, invocations, requestId = randomUUID() } = discarded;
  const [first, last] = [records[0], records.at(-1)];
  return {
    requestContext: {
      requestId,
      functionArn: origin.functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    ...(invocations > 0 && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    }),
    version: '1.0',
    timestamp: now.toISOString(),
    DDBStreamBatchInfo: {
      shardId: origin.shardId,
      startSequenceNumber: first && sequenceNumberOf(first),
      endSequenceNumber: last && sequenceNumberOf(last),
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(last),
      batchSize: records.length,
      streamArn: origin.streamArn,
    },
  };
}

/** RFC 3339 in whole seconds. */
function arrivalOf(record: DynamoDBRecord | undefined): string {
  const seconds = record?.dynamodb?.ApproximateCreationDateTime ?? 0;
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
