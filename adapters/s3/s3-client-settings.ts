import { awsClientSettings } from '../aws-client-settings.ts';

/** For the client of a bucket. A part of a file takes longer than a row: milliseconds. */
export const s3ClientSettings = {
  ...awsClientSettings,
  requestHandler: { ...awsClientSettings.requestHandler, requestTimeout: 30_000, socketTimeout: 30_000 },
  // One host for all buckets: a bucket's own name is no host of the local cloud.
  forcePathStyle: true,
} as const;
