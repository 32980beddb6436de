import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { FileLinks } from '../../domain/ports.ts';

/** Seconds: long enough to follow the link, too short to pass it on. */
const expiresIn = 60;

/** Presigned addresses of the objects: who has one needs no other right. */
export function s3FileLinks(client: S3Client, bucket: string): FileLinks {
  return ({ key }, method) => {
    const Command = method === 'HEAD' ? HeadObjectCommand : GetObjectCommand;
    return getSignedUrl(client, new Command({ Bucket: bucket, Key: key }), { expiresIn });
  };
}
