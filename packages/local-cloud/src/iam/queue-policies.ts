import * as v from 'valibot';
import { queuePolicyProperties } from '../sqs/resources.ts';
import type { ResolvedTemplate } from '../template/resolved-template.ts';
import type { PolicyDocument } from './aws-managed-policies.ts';
import { checkConditionKeys } from './condition-keys.ts';

/** The statements of all policies of a queue as one policy, by the queue's name. */
export function queuePoliciesOf(template: ResolvedTemplate): ReadonlyMap<string, PolicyDocument> {
  const byQueue = new Map<string, PolicyDocument>();
  for (const { type, logicalId, properties } of template.resources.values()) {
    if (type !== 'AWS::SQS::QueuePolicy') continue;
    const { Queues, PolicyDocument: policy } = v.parse(queuePolicyProperties, properties);
    checkConditionKeys(logicalId, policy);
    for (const name of Queues.map((url) => url.slice(url.lastIndexOf('/') + 1))) {
      const statements = [...(byQueue.get(name)?.Statement ?? []), ...policy.Statement];
      byQueue.set(name, { Version: '2012-10-17', Statement: statements });
    }
  }
  return byQueue;
}
