import { ServiceError } from '../endpoint/service-error.ts';
import type { ServiceReply } from '../endpoint/service-reply.ts';
import type { Fauxqs } from '../sqs/fauxqs.ts';
import type { S3Request } from './parse-s3-request.ts';
import { element, xmlReply } from './xml.ts';

/**
 * The uploads of a bucket that are not complete, by key and then by id, which fauxqs does not list.
 * Throws `ServiceError`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
 */
export function listUploads(
  { buckets, uploads }: Pick<Fauxqs, 'buckets' | 'uploads'>,
  { url, bucket }: S3Request,
): ServiceReply {
  if (!buckets.hasBucket(bucket)) {
    throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
  }
  const { searchParams: query } = new URL(url, 'http://localhost');
  const prefix = query.get('prefix') ?? '';
  const after = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''] as const;
  const most = Math.min(1000, Number(query.get('max-uploads') ?? 1000));
  const all = uploads()
    .filter((upload) => upload.bucket === bucket && upload.key.startsWith(prefix))
    .sort((a, b) => compare(a.key, b.key) || compare(a.uploadId, b.uploadId));
  const left = all.filter(({ key, uploadId }) => {
    const order = compare(key, after[0]);
    return order > 0 || (order === 0 && after[1] !== '' && uploadId > after[1]);
  });
  const shown = left.slice(0, most);
  const last = left.length > shown.length ? shown.at(-1) : undefined;
  return xmlReply('ListMultipartUploadsResult', [
    element('Bucket', bucket),
    element('Prefix', prefix),
    element('KeyMarker', after[0]),
    element('UploadIdMarker', after[1]),
    ...(last ? [element('NextKeyMarker', last.key), element('NextUploadIdMarker', last.uploadId)] : []),
    element('MaxUploads', most),
    element('IsTruncated', last !== undefined),
    ...shown.map(({ key, uploadId, initiated }) =>
      element('Upload', [
        element('Key', key),
        element('UploadId', uploadId),
        element('StorageClass', 'STANDARD'),
        element('Initiated', initiated.toISOString()),
      ]),
    ),
  ]);
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
