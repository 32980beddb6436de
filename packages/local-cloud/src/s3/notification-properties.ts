import * as v from 'valibot';

const events = v.picklist([
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated', // never happens: there are no versions
]);

const rules = v.array(
  v.strictObject({
    Name: v.pipe(v.string(), v.toLowerCase(), v.picklist(['prefix', 'suffix'])),
    Value: v.string(),
  }),
);

const plainFilter = v.optional(v.strictObject({ S3Key: v.strictObject({ Rules: rules }) }));

/** `NotificationConfiguration` of AWS::S3::Bucket. */
export const notificationConfiguration = v.strictObject({
  LambdaConfigurations: v.optional(
    v.array(v.strictObject({ Event: events, Function: v.string(), Filter: plainFilter })),
    [],
  ),
  QueueConfigurations: v.optional(
    v.array(v.strictObject({ Event: events, Queue: v.string(), Filter: plainFilter })),
    [],
  ),
  TopicConfigurations: v.optional(
    v.array(v.strictObject({ Event: events, Topic: v.string(), Filter: plainFilter })),
    [],
  ),
});

const common = {
  Id: v.optional(v.string()),
  Events: v.array(events),
  Filter: v.optional(v.strictObject({ Key: v.strictObject({ FilterRules: rules }) })),
};

/** What `bucket.addEventNotification` of the CDK leaves in a template: the form of S3's own API. */
export const bucketNotifications = v.strictObject({
  ServiceToken: v.string(), // no effect: its function is not run
  BucketName: v.string(),
  Managed: v.optional(v.unknown()), // no effect: nothing is deployed
  SkipDestinationValidation: v.optional(v.unknown()), // no effect: destinations are looked at
  NotificationConfiguration: v.strictObject({
    LambdaFunctionConfigurations: v.optional(
      v.array(v.strictObject({ ...common, LambdaFunctionArn: v.string() })),
      [],
    ),
    QueueConfigurations: v.optional(v.array(v.strictObject({ ...common, QueueArn: v.string() })), []),
    TopicConfigurations: v.optional(v.array(v.strictObject({ ...common, TopicArn: v.string() })), []),
  }),
});

export type FilterRules = v.InferOutput<typeof rules>;
