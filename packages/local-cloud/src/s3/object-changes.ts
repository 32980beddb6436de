import type { Fauxqs } from '../sqs/fauxqs.ts';
import type { S3Request } from './parse-s3-request.ts';
import { keysIn } from './s3-permissions.ts';

/** Something that happened to an object. */
export interface ObjectChange {
  /** As in a bucket's notification configuration: `s3:ObjectCreated:Put`. */
  readonly name: string;
  readonly key: string;
  /** Of an object that is there now; `size` in bytes. */
  readonly object?: { readonly size: number; readonly eTag: string };
}

const created: Readonly<Record<string, string>> = {
  PutObject: 'Put',
  PostObject: 'Post',
  CopyObject: 'Copy',
  CompleteMultipartUpload: 'CompleteMultipartUpload',
};

/** To be asked before the call; what it gives is asked after the call has succeeded. */
export function watchObjects(
  buckets: Fauxqs['buckets'],
  { action, bucket, key }: S3Request,
  data: Buffer,
): () => readonly ObjectChange[] {
  const change = created[action];
  if (change !== undefined) {
    return () => {
      const { contentLength: size, etag } = buckets.headObject(bucket, key);
      const eTag = etag.replaceAll('"', '');
      return [{ name: `s3:ObjectCreated:${change}`, key, object: { size, eTag } }];
    };
  }
  const removed = action === 'DeleteObjects' ? keysIn(data) : action === 'DeleteObject' ? [key] : [];
  const present = [...new Set(removed)].filter((one) => isThere(buckets, bucket, one));
  return () => present.map((one) => ({ name: 's3:ObjectRemoved:Delete', key: one }));
}

function isThere(buckets: Fauxqs['buckets'], bucket: string, key: string): boolean {
  try {
    buckets.headObject(bucket, key);
    return true;
  } catch {
    return false; // no such key, or no such bucket
  }
}
