import * as v from 'valibot';
import { type FilterPattern, matches } from '../event-sources/filter-pattern.ts';
import { physicalUuid } from '../template/physical-name.ts';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import type { Publication } from './publication.ts';
import { subscriptionProperties, topicProperties } from './resources.ts';

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: 'sqs' | 'lambda';
  /** The ARN of a queue or function. */
  readonly endpoint: string;
  readonly isRaw: boolean;
  readonly filter: { readonly policy: FilterPattern; readonly ofBody: boolean } | undefined;
  /** ARN of the queue for what cannot be delivered. */
  readonly deadLetterQueue: string | undefined;
}

/** All subscriptions of the template, those within a topic too. */
export function subscriptionsOf(template: ResolvedTemplate): readonly Subscription[] {
  const inline = resourcesOf(template, 'AWS::SNS::Topic').flatMap(({ ref, properties }) =>
    v.parse(topicProperties, properties).Subscription.map(({ Protocol, Endpoint }) => ({
      arn: `${ref}:${physicalUuid(`${ref} ${Protocol} ${Endpoint}`)}`,
      topicArn: ref,
      protocol: Protocol,
      endpoint: Endpoint,
      isRaw: false,
      filter: undefined,
      deadLetterQueue: undefined,
    })),
  );
  const own = resourcesOf(template, 'AWS::SNS::Subscription').map(({ ref, properties }): Subscription => {
    const given = v.parse(subscriptionProperties, properties);
    return {
      arn: ref,
      topicArn: given.TopicArn,
      protocol: given.Protocol,
      endpoint: given.Endpoint,
      isRaw: given.RawMessageDelivery,
      filter: given.FilterPolicy && {
        policy: given.FilterPolicy,
        ofBody: given.FilterPolicyScope === 'MessageBody',
      },
      deadLetterQueue: given.RedrivePolicy?.deadLetterTargetArn,
    };
  });
  return [...inline, ...own];
}

/**
 * Whether the filter policy lets the message through.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function wants({ filter }: Subscription, { attributes, message }: Publication): boolean {
  if (!filter) return true;
  const record = filter.ofBody ? jsonObjectIn(message) : valuesOf(attributes);
  // `exists: false` does not fit a message without any: https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html
  return record !== undefined && Object.keys(record).length > 0 && matches(filter.policy, record);
}

function jsonObjectIn(text: string): object | undefined {
  const value = parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function valuesOf(attributes: Publication['attributes']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue = '' }]) => [
      name,
      attributeValue(DataType, StringValue),
    ]),
  );
}

/** Bytes are not matched. */
function attributeValue(dataType: string, text: string): unknown {
  if (dataType === 'String.Array') return parsed(text);
  if (dataType === 'Number' || dataType.startsWith('Number.')) return Number(text);
  return dataType.startsWith('Binary') ? undefined : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
