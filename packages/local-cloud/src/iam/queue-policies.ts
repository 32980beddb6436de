import * as v from 'valibot';
import { queuePolicyProperties } from '../sqs/resources.ts';
import type { ResolvedTemplate } from '../template/resolved-template.ts';
import { parsePolicy } from './policy/parse-policy.ts';
import type { Policy } from './policy/policy-document.ts';

/** The statements of all policies of a queue as one policy, by the queue's name. */
export function queuePoliciesOf(template: ResolvedTemplate): ReadonlyMap<string, Policy> {
  const byQueue = new Map<string, Policy>();
  for (const { type, logicalId, properties } of template.resources.values()) {
    if (type !== 'AWS::SQS::QueuePolicy') continue;
    const { Queues, PolicyDocument } = v.parse(queuePolicyProperties, properties);
    const policy = parsePolicy(logicalId, PolicyDocument, 'resource');
    for (const name of Queues.map((url) => url.slice(url.lastIndexOf('/') + 1))) {
      const statements = [...(byQueue.get(name)?.Statement ?? []), ...policy.Statement];
      byQueue.set(name, { Version: '2012-10-17', Statement: statements });
    }
  }
  return byQueue;
}
