import * as v from 'valibot';
import { deployTimeFunction } from './deploy-time-functions.ts';
import { physicalName } from './physical-name.ts';
import type { ResourceType, ResourceTypes } from './resource-type.ts';

type Attributes = ResourceType['attributes'];

/** Types that change nothing on a laptop: their properties are not checked, and `Ref` gives a plausible name. */
export const noLocalEffect: ResourceTypes = {
  'AWS::CDK::Metadata': inert(),
  // The page is served from its folder: no bucket, no CloudFront, and nothing to copy from the one to the other.
  'AWS::CloudFront::Distribution': inert({
    DomainName: named('.cloudfront.net'),
    Id: named(),
  }),
  'AWS::CloudFront::OriginAccessControl': inert({ Id: named() }),
  'AWS::CloudWatch::Alarm': inert({ Arn: arn('cloudwatch', 'alarm:') }),
  'AWS::CloudWatch::CompositeAlarm': inert({ Arn: arn('cloudwatch', 'alarm:') }),
  'AWS::CloudWatch::Dashboard': inert(),
  'AWS::Lambda::LayerVersion': inert(),
  'AWS::Logs::LogGroup': inert({ Arn: arn('logs', 'log-group:', ':*') }),
  'AWS::Logs::MetricFilter': inert(),
  'AWS::Logs::QueryDefinition': inert(),
  'Custom::CDKBucketDeployment': inert(),
  'Custom::S3AutoDeleteObjects': inert(),
  [deployTimeFunction]: inert({ Arn: arn('lambda', 'function:') }),
};

function inert(attributes: Attributes = {}): ResourceType {
  return {
    properties: v.record(v.string(), v.unknown()),
    ref: ({ logicalId }, context) => physicalName(logicalId, context, 255),
    attributes,
  };
}

function named(suffix = ''): Attributes[string] {
  return ({ logicalId }, context) => physicalName(logicalId, context, 63).toLowerCase() + suffix;
}

function arn(service: string, prefix: string, suffix = ''): Attributes[string] {
  return ({ logicalId }, context) => {
    const { partition, region, accountId } = context;
    return `arn:${partition}:${service}:${region}:${accountId}:${prefix}${physicalName(logicalId, context, 255)}${suffix}`;
  };
}
