import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import type { FileRun, FileStore } from '../../domain/ports.ts';
import { partsOf } from './parts-of.ts';
import { s3ClientSettings } from './s3-client-settings.ts';
import { untilAborted } from './until-aborted.ts';
import { uploadInParts } from './upload-in-parts.ts';

/**
 * Files in a bucket. Each run of a step has a key of its own, `ORDER/FENCE`: an older run can overwrite no newer one's
 * file.
 */
export function s3FileStore(client: S3Client, bucket: string): FileStore {
  const remove = async (Key: string) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
  };

  return {
    remove,
    removeOlder: (run) => removeOlder(client, bucket, run),

    async store(run, { name, contentType, body }, signal) {
      const key = keyOf(run);
      const object = {
        Bucket: bucket,
        Key: key,
        ContentType: contentType,
        ContentDisposition: `inline; filename*=UTF-8''${encoded(name)}`,
      };
      try {
        const bytes = await upload(client, object, untilAborted(body, signal), signal);
        return { key, name, contentType, bytes };
      } catch (error) {
        // What was answered with an error may have been done all the same.
        await remove(key).catch(() => {});
        throw error;
      }
    },
  };
}

/** That of a function. */
export function fileStoreIn(bucket: string): FileStore {
  return s3FileStore(new S3Client(s3ClientSettings), bucket);
}

function keyOf({ orderId, fence }: FileRun): string {
  return `${orderId}/${fence}`;
}

/** RFC 8187. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}

/** The bytes that were uploaded: at once where they are one part, and else in parts. */
async function upload(
  client: S3Client,
  object: PutObjectCommandInput,
  body: AsyncIterable<Uint8Array>,
  abortSignal: AbortSignal,
): Promise<number> {
  const parts = partsOf(body);
  try {
    const first = await parts.next();
    const second = await parts.next();
    if (!first.done && !second.done) {
      return await uploadInParts(client, object, [first.value, second.value], parts, abortSignal);
    }
    const Body = first.value ?? new Uint8Array();
    await client.send(new PutObjectCommand({ ...object, Body }), { abortSignal });
    return Body.length;
  } finally {
    await parts.return(undefined);
  }
}

/** What earlier runs of the order's steps have left: files, and uploads that they may still be at. */
async function removeOlder(client: S3Client, bucket: string, run: FileRun): Promise<void> {
  const about = { Bucket: bucket, Prefix: `${run.orderId}/` };
  const isOlder = ({ Key = '' }: { Key?: string | undefined }) => Number(Key.split('/')[1]) < run.fence;
  const [{ Uploads = [] }, { Contents = [] }] = await Promise.all([
    client.send(new ListMultipartUploadsCommand(about)),
    client.send(new ListObjectsV2Command(about)),
  ]);
  // An older run may end its upload at this very moment.
  await Promise.allSettled([
    ...Uploads.filter(isOlder).map(({ Key, UploadId }) =>
      client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId })),
    ),
    ...Contents.filter(isOlder).map(({ Key }) =>
      client.send(new DeleteObjectCommand({ Bucket: bucket, Key })),
    ),
  ]);
}
