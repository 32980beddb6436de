import * as v from 'valibot';
import { nameIn, physicalName } from '../template/physical-name.ts';
import type { ResourceType, ResourceTypes } from '../template/resource-type.ts';
import { bucketNotifications, notificationConfiguration } from './notification-properties.ts';

const texts = v.array(v.string());

const corsRule = v.strictObject({
  Id: v.optional(v.string()), // no effect: label
  AllowedOrigins: texts,
  AllowedMethods: texts,
  AllowedHeaders: v.optional(texts, []),
  ExposedHeaders: v.optional(texts, []),
  MaxAge: v.optional(v.number()),
});

export type CorsRule = v.InferOutput<typeof corsRule>;

export const bucketProperties = v.strictObject({
  BucketName: v.optional(v.string()),
  CorsConfiguration: v.optional(v.strictObject({ CorsRules: v.array(corsRule) }), { CorsRules: [] }),
  NotificationConfiguration: v.optional(notificationConfiguration, {}),
  BucketEncryption: v.optional(v.unknown()), // encryption
  PublicAccessBlockConfiguration: v.optional(v.unknown()), // nothing here is public
  OwnershipControls: v.optional(v.unknown()), // one account
  LifecycleConfiguration: v.optional(v.unknown()), // lifetime
  Tags: v.optional(v.array(v.unknown())), // tags
});

export const bucketPolicyProperties = v.strictObject({ Bucket: v.string(), PolicyDocument: v.unknown() });

/** Buckets are named in small letters. */
function bucketName(...[bucket, context]: Parameters<ResourceType['ref']>): string {
  return nameIn('BucketName', 63)(bucket, context).toLowerCase();
}

export const s3Resources: ResourceTypes = {
  'AWS::S3::Bucket': {
    properties: bucketProperties,
    ref: bucketName,
    attributes: {
      Arn: (bucket, context) => `arn:${context.partition}:s3:::${bucketName(bucket, context)}`,
      DomainName: (bucket, context) => `${bucketName(bucket, context)}.s3.${context.urlSuffix}`,
      RegionalDomainName: (bucket, context) =>
        `${bucketName(bucket, context)}.s3.${context.region}.${context.urlSuffix}`,
    },
  },
  'Custom::S3BucketNotifications': {
    properties: bucketNotifications,
    ref: ({ logicalId }, context) => physicalName(logicalId, context, 128),
    attributes: {},
  },
  'AWS::S3::BucketPolicy': {
    properties: bucketPolicyProperties,
    ref: ({ logicalId }, context) => physicalName(logicalId, context, 128),
    attributes: {},
  },
};
