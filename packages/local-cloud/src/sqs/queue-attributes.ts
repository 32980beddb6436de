import * as v from 'valibot';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { queueProperties } from './resources.ts';

/** What a queue is when the template does not say otherwise; the empty text takes an earlier policy away. */
const defaults = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
  RedrivePolicy: '',
};

/** All attributes of a queue as the SQS API wants them: text. */
export function queueAttributes(resource: ResolvedResource): Record<string, string> {
  const { QueueName, Tags, ...properties } = v.parse(queueProperties, resource.properties);
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  const attributes = Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
  return { ...defaults, ...attributes };
}
