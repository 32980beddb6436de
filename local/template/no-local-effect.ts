import * as v from 'valibot';
import { physicalName } from './physical-name.ts';
import type { ResourceType, ResourceTypes } from './resource-type.ts';

type Attributes = ResourceType['attributes'];

/** Types that change nothing on a laptop: their properties are not checked, and `Ref` gives a plausible name. */
export const noLocalEffect: ResourceTypes = {
  'AWS::CDK::Metadata': inert(),
  'AWS::CloudWatch::Alarm': inert({ Arn: arn('cloudwatch', 'alarm:') }),
  'AWS::CloudWatch::CompositeAlarm': inert({ Arn: arn('cloudwatch', 'alarm:') }),
  'AWS::CloudWatch::Dashboard': inert(),
  'AWS::Logs::LogGroup': inert({ Arn: arn('logs', 'log-group:', ':*') }),
  'AWS::Logs::MetricFilter': inert(),
  'AWS::Logs::QueryDefinition': inert(),
};

function inert(attributes: Attributes = {}): ResourceType {
  return {
    properties: v.record(v.string(), v.unknown()),
    ref: ({ logicalId }, place) => physicalName(logicalId, place, 255),
    attributes,
  };
}

function arn(service: string, prefix: string, suffix = ''): Attributes[string] {
  return ({ logicalId }, place) => {
    const { partition, region, accountId } = place;
    return `arn:${partition}:${service}:${region}:${accountId}:${prefix}${physicalName(logicalId, place, 255)}${suffix}`;
  };
}
