import { ServiceError } from '../endpoint/service-error.ts';
import type { ServiceReply } from '../endpoint/service-reply.ts';
import type { Fauxqs } from '../sqs/fauxqs.ts';
import type { S3Request } from './parse-s3-request.ts';
import { element, xmlReply } from './xml.ts';

/**
 * The parts of an upload that is not complete, which fauxqs does not list. Throws `ServiceError`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html
 */
export function listParts(
  { uploads }: Pick<Fauxqs, 'uploads'>,
  { url, bucket, key }: S3Request,
): ServiceReply {
  const { searchParams: query } = new URL(url, 'http://localhost');
  const id = query.get('uploadId') ?? '';
  const upload = uploads().find(({ uploadId }) => uploadId === id);
  if (upload?.bucket !== bucket || upload.key !== key) {
    const message =
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
    throw new ServiceError('NoSuchUpload', message, 404);
  }
  const marker = Number(query.get('part-number-marker') ?? 0);
  const most = Math.min(1000, Number(query.get('max-parts') ?? 1000));
  const left = [...upload.parts.values()]
    .filter(({ partNumber }) => partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber);
  const shown = left.slice(0, most);
  return xmlReply('ListPartsResult', [
    element('Bucket', bucket),
    element('Key', key),
    element('UploadId', id),
    element('PartNumberMarker', marker),
    element('NextPartNumberMarker', shown.at(-1)?.partNumber ?? 0),
    element('MaxParts', most),
    element('IsTruncated', left.length > shown.length),
    element('StorageClass', 'STANDARD'),
    ...shown.map(({ partNumber, lastModified, etag, body }) =>
      element('Part', [
        element('PartNumber', partNumber),
        element('LastModified', lastModified.toISOString()),
        element('ETag', etag),
        element('Size', body.length),
      ]),
    ),
  ]);
}
