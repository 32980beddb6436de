import type { Permission } from '../endpoint/needed-permissions.ts';
import type { S3Request } from './parse-s3-request.ts';

/** Of calls whose permission is called otherwise than they are. */
const iamActions: Readonly<Record<string, string>> = {
  ListObjectsV2: 'ListBucket',
  HeadBucket: 'ListBucket',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ListParts: 'ListMultipartUploadParts',
  HeadObject: 'GetObject',
  CopyObject: 'PutObject',
  PostObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  DeleteObjects: 'DeleteObject',
};

/**
 * What IAM must allow for a call of S3.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export function s3Permissions(
  { action, bucket, key, source }: S3Request,
  data: Buffer,
  partition: string,
): Permission[] {
  const arn = `arn:${partition}:s3:::`;
  const named = `s3:${iamActions[action] ?? action}`;
  const own = resourcesOf(action, bucket, key, data).map((path) => ({ action: named, resource: arn + path }));
  return source === undefined ? own : [...own, { action: 's3:GetObject', resource: arn + source }];
}

function resourcesOf(action: string, bucket: string, key: string, data: Buffer): readonly string[] {
  if (action === 'DeleteObjects') return keysIn(data).map((one) => `${bucket}/${one}`);
  return [key === '' ? bucket : `${bucket}/${key}`];
}

/** What fauxqs deletes: read just as it reads them, so that no key is deleted that IAM was not asked about. */
export function keysIn(data: Buffer): readonly string[] {
  const names = [...data.toString().matchAll(/<Key>([\s\S]*?)<\/Key>/g)].map(([, key = '']) => key);
  return names.map((name) =>
    entities.reduce((text, [entity, character]) => text.replaceAll(entity, character), name),
  );
}

const entities = [
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
] as const;
