import * as v from 'valibot';
import { inspected } from '../template/inspection.ts';
import { physicalUuid } from '../template/physical-name.ts';
import { type ResolvedResource, type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { bucketNotifications, type FilterRules } from './notification-properties.ts';
import { bucketProperties } from './resources.ts';

/** Who is told of which changes of a bucket's objects. */
export interface NotificationRule {
  readonly id: string;
  readonly bucket: string;
  /** `s3:ObjectCreated:*` */
  readonly events: readonly string[];
  readonly filter: FilterRules;
  readonly destination: { readonly kind: 'lambda' | 'sqs' | 'sns'; readonly arn: string };
  /** That says so. */
  readonly resource: ResolvedResource;
}

/** Of all buckets, as CloudFormation has them and as the CDK does. */
export function notificationRules(
  template: ResolvedTemplate,
  { attempt } = inspected,
): readonly NotificationRule[] {
  return resourcesOf(template, 'AWS::S3::Bucket', 'Custom::S3BucketNotifications').flatMap((resource) => {
    const read = resource.type === 'AWS::S3::Bucket' ? ownRules : cdkRules;
    return attempt(resource, () => read(resource)) ?? [];
  });
}

type Destination = NotificationRule['destination'];
type Kind = Destination['kind'];

function ownRules(resource: ResolvedResource): readonly NotificationRule[] {
  const { NotificationConfiguration: given } = v.parse(bucketProperties, resource.properties);
  const rule = (kind: Kind, arn: string, event: string, rules: FilterRules = []) =>
    ruleOf(resource, resource.ref, { kind, arn }, [event], rules);
  return [
    ...given.LambdaConfigurations.map(({ Function: arn, Event, Filter }) =>
      rule('lambda', arn, Event, Filter?.S3Key.Rules),
    ),
    ...given.QueueConfigurations.map(({ Queue: arn, Event, Filter }) =>
      rule('sqs', arn, Event, Filter?.S3Key.Rules),
    ),
    ...given.TopicConfigurations.map(({ Topic: arn, Event, Filter }) =>
      rule('sns', arn, Event, Filter?.S3Key.Rules),
    ),
  ];
}

function cdkRules(resource: ResolvedResource): readonly NotificationRule[] {
  const { BucketName, NotificationConfiguration: given } = v.parse(bucketNotifications, resource.properties);
  const rule = (kind: Kind, arn: string, { Id, Events, Filter }: CdkRule) =>
    ruleOf(resource, BucketName, { kind, arn }, Events, Filter?.Key.FilterRules ?? [], Id);
  return [
    ...given.LambdaFunctionConfigurations.map((one) => rule('lambda', one.LambdaFunctionArn, one)),
    ...given.QueueConfigurations.map((one) => rule('sqs', one.QueueArn, one)),
    ...given.TopicConfigurations.map((one) => rule('sns', one.TopicArn, one)),
  ];
}

interface CdkRule {
  readonly Id?: string | undefined;
  readonly Events: readonly string[];
  readonly Filter?: { readonly Key: { readonly FilterRules: FilterRules } } | undefined;
}

function ruleOf(
  resource: ResolvedResource,
  bucket: string,
  destination: Destination,
  events: readonly string[],
  filter: FilterRules,
  id = physicalUuid(JSON.stringify([bucket, destination, events, filter])),
): NotificationRule {
  return { id, bucket, events, filter, destination, resource };
}
