import type { AttributeValue, _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, AttributeValue as EventValue } from 'aws-lambda';

/** The record that Lambda makes of a DynamoDB stream's record. */
export function toStreamEventRecord(record: StreamRecord, streamArn: string): DynamoDBRecord {
  const { eventID, eventName, eventVersion, awsRegion, dynamodb = {}, userIdentity } = record;
  const { ApproximateCreationDateTime, Keys, NewImage, OldImage, ...sizes } = dynamodb;
  return {
    eventID,
    eventName,
    eventVersion: eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: awsRegion ?? streamArn.split(':')[3],
    dynamodb: {
      ...sizes,
      ApproximateCreationDateTime: Math.floor((ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
      Keys: toImage(Keys),
      ...(NewImage && { NewImage: toImage(NewImage) }),
      ...(OldImage && { OldImage: toImage(OldImage) }),
    },
    ...(userIdentity && {
      userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId },
    }),
    eventSourceARN: streamArn,
  } as DynamoDBRecord;
}

function toImage(image: Record<string, AttributeValue> = {}): Record<string, EventValue> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, toValue(value)]));
}

// The SDK has bytes and the event base64 text; everything else is the same in both.
function toValue(value: AttributeValue): EventValue {
  if (value.B) return { B: base64(value.B) };
  if (value.BS) return { BS: value.BS.map(base64) };
  if (value.M) return { M: toImage(value.M) };
  if (value.L) return { L: value.L.map(toValue) };
  return value as EventValue;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
