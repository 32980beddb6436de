import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const client = new S3Client({ forcePathStyle: true });

/** Prints each drawing in capitals. */
export async function handler({ Records }) {
  for (const { s3 } of Records) {
    const Bucket = s3.bucket.name;
    const Key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    const print = (await Body.transformToString()).toUpperCase();
    await client.send(new PutObjectCommand({ Bucket, Key: Key.replace('drawn/', 'printed/'), Body: print }));
  }
}
