import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/**
 * One part after the other. Gives the bytes. When it rejects, it has aborted the upload:
 * `Upload` of @aws-sdk/lib-storage ends an aborted one later, when the function may be frozen already.
 */
export async function uploadInParts(
  client: S3Client,
  object: PutObjectCommandInput,
  first: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
  abortSignal: AbortSignal,
): Promise<number> {
  const { Bucket, Key } = object;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
  const upload = { Bucket, Key, UploadId };
  const Parts: CompletedPart[] = [];
  let bytes = 0;
  try {
    for await (const Body of chain(first, rest)) {
      const PartNumber = Parts.length + 1;
      const part = new UploadPartCommand({ ...upload, PartNumber, Body });
      const { ETag } = await client.send(part, { abortSignal });
      Parts.push({ PartNumber, ETag });
      bytes += Body.length;
    }
    const completed = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } });
    await client.send(completed, { abortSignal });
    return bytes;
  } catch (error) {
    // A newer run may have aborted it, or it was completed and only the answer lost.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
    throw error;
  }
}

async function* chain(
  first: Iterable<Uint8Array>,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}
