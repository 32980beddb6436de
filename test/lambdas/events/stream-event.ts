import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { toItem } from '../../../adapters/dynamodb/order-item.ts';
import type { Order } from '../../../domain/order/order.ts';

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

/** The table's stream after these orders were written one after the other, recorded once. */
export function streamEvent(records: readonly DynamoDBRecord[]): DynamoDBStreamEvent {
  return { Records: records.map(numbered) };
}

export function written(order: Order): DynamoDBRecord {
  return {
    eventID: '7de3041dd709b024af6f29e4fa13d34c',
    eventName: order.version === 1 ? 'INSERT' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(order.updatedAt / 1000),
      Keys: { orderId: { S: order.id } },
      NewImage: marshall(toItem(order, true)) as Image,
      SizeBytes: 812,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: 'arn:aws:dynamodb:eu-central-1:123456789012:table/Orders/stream/2026-01-01T00:00:00.000',
  };
}

/** A record whose image is no order. */
export function poisoned(order: Order): DynamoDBRecord {
  const record = written(order);
  return { ...record, dynamodb: { ...record.dynamodb, NewImage: { owner: { S: order.owner } } } };
}

function numbered(record: DynamoDBRecord, n: number): DynamoDBRecord {
  return { ...record, dynamodb: { ...record.dynamodb, SequenceNumber: sequenceNumber(n) } };
}

/** Of the record at place `n`, from 0. */
export function sequenceNumber(n: number): string {
  return `1234567890000000000000${String(n).padStart(4, '0')}`;
}
