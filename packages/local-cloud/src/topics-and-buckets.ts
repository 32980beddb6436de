import type { AsyncInvocations } from './event-sources/async-invocations.ts';
import type { Authorizer } from './iam/authorizer.ts';
import { invokePermissions } from './lambda/invoke-permissions.ts';
import { notificationRules } from './s3/notification-rules.ts';
import { createNotify } from './s3/notify.ts';
import { type Buckets, startBuckets } from './s3/start-buckets.ts';
import { startTopics, type Topics } from './sns/start-topics.ts';
import type { Fauxqs } from './sqs/fauxqs.ts';
import { type Queues, queueUrl } from './sqs/start-queues.ts';
import { type ResolvedTemplate, resourcesOf } from './template/resolved-template.ts';
import type { CloudContext } from './template/resource-type.ts';

export interface TopicsAndBucketsInput {
  readonly template: ResolvedTemplate;
  readonly context: CloudContext;
  readonly fauxqs: Fauxqs;
  readonly queues: Queues;
  readonly invocations: Pick<AsyncInvocations, 'send'>;
  readonly authorizer: Authorizer;
  readonly log: (line: string) => void;
}

export interface TopicsAndBuckets {
  readonly topics: Topics;
  readonly buckets: Buckets;
  close(): void;
}

/** SNS and S3, which send to each other's destinations: topics to queues and functions, buckets to these and to topics. */
export function startTopicsAndBuckets(input: TopicsAndBucketsInput): TopicsAndBuckets {
  const { template, context, fauxqs } = input;
  const parts = { ...input, queueUrl: (arn: string) => queueUrl(arn, context) };
  const mayInvoke = invokePermissions(template, 'sns.amazonaws.com', context.accountId);
  const topics = startTopics({ ...parts, mayInvoke });
  const rules = notificationRules(template);
  const notify = createNotify({ ...parts, rules, region: context.region, topics });
  const buckets = startBuckets(resourcesOf(template, 'AWS::S3::Bucket'), fauxqs, notify);
  return { topics, buckets, close: buckets.close };
}
