import * as v from 'valibot';
import { bucketPolicyProperties } from '../s3/resources.ts';
import { topicPolicyProperties } from '../sns/resources.ts';
import { queuePolicyProperties } from '../sqs/resources.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import type { Policy } from './policy/policy-document.ts';

/** The statements of all policies of a queue, topic or bucket as one policy, by service and name: `sqs:Jobs`, `s3:files`. */
export function resourcePoliciesOf(template: ResolvedTemplate): ReadonlyMap<string, Policy> {
  const policies = new Map<string, Policy>();
  const add = (name: string, { Statement }: Policy) => {
    const statements = [...(policies.get(name)?.Statement ?? []), ...Statement];
    policies.set(name, { Version: '2012-10-17', Statement: statements });
  };
  for (const { logicalId, properties } of resourcesOf(template, 'AWS::SQS::QueuePolicy')) {
    const { Queues, PolicyDocument } = v.parse(queuePolicyProperties, properties);
    const policy = parsePolicy(logicalId, PolicyDocument, 'resource');
    for (const url of Queues) add(`sqs:${url.slice(url.lastIndexOf('/') + 1)}`, policy);
  }
  for (const { logicalId, properties } of resourcesOf(template, 'AWS::SNS::TopicPolicy')) {
    const { Topics, PolicyDocument } = v.parse(topicPolicyProperties, properties);
    const policy = parsePolicy(logicalId, PolicyDocument, 'resource');
    for (const arn of Topics) add(`sns:${arn.slice(arn.lastIndexOf(':') + 1)}`, policy);
  }
  for (const { logicalId, properties } of resourcesOf(template, 'AWS::S3::BucketPolicy')) {
    const { Bucket, PolicyDocument } = v.parse(bucketPolicyProperties, properties);
    add(`s3:${Bucket}`, parsePolicy(logicalId, PolicyDocument, 'resource'));
  }
  return policies;
}

/** The resource that a call is about, as its policies are known by. */
export function policyHolder(action: string, resource: string): string {
  if (action.startsWith('s3:')) return `s3:${resource.slice(resource.lastIndexOf(':') + 1).split('/')[0]}`;
  return `${action.split(':')[0]}:${resource.slice(resource.lastIndexOf(':') + 1)}`;
}
