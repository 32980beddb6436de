import * as v from 'valibot';
import { bucketPolicyProperties } from '../s3/resources.ts';
import { topicPolicyProperties } from '../sns/resources.ts';
import { queuePolicyProperties } from '../sqs/resources.ts';
import type { Inspection } from '../template/inspection.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import type { Policy } from './policy/policy-document.ts';

/** The statements of all policies of a queue, topic or bucket as one policy, by service and name: `sqs:Jobs`, `s3:files`. */
export function resourcePoliciesOf(
  template: ResolvedTemplate,
  { attempt }: Inspection,
): ReadonlyMap<string, Policy> {
  const policies = new Map<string, Policy>();
  const add = (name: string, { Statement }: Policy) => {
    const statements = [...(policies.get(name)?.Statement ?? []), ...Statement];
    policies.set(name, { Version: '2012-10-17', Statement: statements });
  };
  for (const resource of resourcesOf(template, ...Object.keys(holders))) {
    attempt(resource, () => {
      const { names, document } = holders[resource.type as keyof typeof holders](resource.properties);
      const policy = parsePolicy(resource.logicalId, document, 'resource');
      for (const name of names) add(name, policy);
    });
  }
  return policies;
}

interface Held {
  readonly names: readonly string[];
  readonly document: unknown;
}

/** Whose policy a resource is, by its type. */
const holders = {
  'AWS::SQS::QueuePolicy': (properties: unknown): Held => {
    const { Queues, PolicyDocument: document } = v.parse(queuePolicyProperties, properties);
    return { names: Queues.map((url) => `sqs:${url.slice(url.lastIndexOf('/') + 1)}`), document };
  },
  'AWS::SNS::TopicPolicy': (properties: unknown): Held => {
    const { Topics, PolicyDocument: document } = v.parse(topicPolicyProperties, properties);
    return { names: Topics.map((arn) => `sns:${arn.slice(arn.lastIndexOf(':') + 1)}`), document };
  },
  'AWS::S3::BucketPolicy': (properties: unknown): Held => {
    const { Bucket, PolicyDocument: document } = v.parse(bucketPolicyProperties, properties);
    return { names: [`s3:${Bucket}`], document };
  },
};

/** The resource that a call is about, as its policies are known by. */
export function policyHolder(action: string, resource: string): string {
  if (action.startsWith('s3:')) return `s3:${resource.slice(resource.lastIndexOf(':') + 1).split('/')[0]}`;
  return `${action.split(':')[0]}:${resource.slice(resource.lastIndexOf(':') + 1)}`;
}
