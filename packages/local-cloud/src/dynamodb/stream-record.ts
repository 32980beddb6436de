import { randomUUID } from 'node:crypto';
import { itemSize } from './dynalite.ts';
import type { Item } from './item.ts';

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** As the DynamoDB Streams API gives it; times in whole seconds since 1970. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: StreamViewType;
  };
  readonly userIdentity?: { readonly PrincipalId: string; readonly Type: string };
}

/** One item before and after a write; at least one of the two is there. */
export interface Change {
  readonly key: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Removed by the time-to-live process of DynamoDB, not by a caller. */
  readonly expired: boolean;
}

interface Circumstances {
  readonly viewType: StreamViewType;
  readonly region: string;
  readonly sequenceNumber: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html */
export function streamRecord(
  change: Change,
  { viewType, region, sequenceNumber }: Circumstances,
): StreamRecord {
  const images = imagesOf(change, viewType);
  const sizes = [change.key, ...Object.values(images)].map((item) => itemSize(item));
  return {
    eventID: randomUUID().replaceAll('-', ''),
    eventName: eventName(change),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(Date.now() / 1000),
      Keys: change.key,
      ...images,
      SequenceNumber: sequenceNumber,
      SizeBytes: sizes.reduce((sum, size) => sum + size, 0),
      StreamViewType: viewType,
    },
    ...(change.expired && { userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' } }),
  };
}

function imagesOf({ before, after }: Change, viewType: StreamViewType): { NewImage?: Item; OldImage?: Item } {
  const withNew = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
  const withOld = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
  return {
    ...(withNew && after !== undefined && { NewImage: after }),
    ...(withOld && before !== undefined && { OldImage: before }),
  };
}

function eventName({ before, after }: Change): StreamRecord['eventName'] {
  if (before === undefined) return 'INSERT';
  return after === undefined ? 'REMOVE' : 'MODIFY';
}
