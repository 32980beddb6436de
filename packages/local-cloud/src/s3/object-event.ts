import { randomBytes } from 'node:crypto';
import type { S3Event } from 'aws-lambda';
import type { NotificationRule } from './notification-rules.ts';
import type { ObjectChange } from './object-changes.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function objectEvent(
  { id, bucket }: NotificationRule,
  { name, key, object }: ObjectChange,
  region: string,
  at: Date,
): S3Event {
  const body = {
    key: escapedKey(key),
    // What was removed has neither.
    ...(object as { size: number; eTag: string }),
    sequencer: nextSequencer(),
  };
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: at.toISOString(),
        eventName: name.replace(/^s3:/, ''),
        userIdentity: { principalId: 'AWS:LOCAL' },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: {
          'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(),
          'x-amz-id-2': randomBytes(48).toString('base64'),
        },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: id,
          bucket: { name: bucket, ownerIdentity: { principalId: 'LOCAL' }, arn: `arn:aws:s3:::${bucket}` },
          object: body,
        },
      },
    ],
  };
}

/** As in a form: a blank is a `+`. The slashes stay. */
function escapedKey(key: string): string {
  return new URLSearchParams({ '': key }).toString().slice(1).replaceAll('%2F', '/');
}

let last = 0n;

/** Hexadecimal; of two changes of one object the later has the greater. */
function nextSequencer(): string {
  const now = BigInt(Date.now()) << 16n;
  last = now > last ? now : last + 1n;
  return last.toString(16).toUpperCase().padStart(18, '0');
}
