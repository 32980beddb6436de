import * as v from 'valibot';
import { physicalName } from '../template/physical-name.ts';
import type { ResourceType, ResourceTypes } from '../template/resource-type.ts';

const override = v.boolean();

/** Of AWS::CloudFront::ResponseHeadersPolicy what the local page is sent with. */
export const headersPolicyProperties = v.strictObject({
  ResponseHeadersPolicyConfig: v.strictObject({
    Name: v.string(), // no effect: label
    Comment: v.optional(v.string()), // no effect: prose
    CustomHeadersConfig: v.optional(
      v.strictObject({
        Items: v.array(v.strictObject({ Header: v.string(), Value: v.string(), Override: override })),
      }),
      { Items: [] },
    ),
    SecurityHeadersConfig: v.optional(
      v.strictObject({
        ContentSecurityPolicy: v.optional(
          v.strictObject({ ContentSecurityPolicy: v.string(), Override: override }),
        ),
        ContentTypeOptions: v.optional(v.strictObject({ Override: override })),
        FrameOptions: v.optional(v.strictObject({ FrameOption: v.string(), Override: override })),
        ReferrerPolicy: v.optional(v.strictObject({ ReferrerPolicy: v.string(), Override: override })),
        StrictTransportSecurity: v.optional(v.unknown()), // no effect: browsers ignore it without TLS
      }),
      {},
    ),
  }),
});

/** Of AWS::CloudFront::Function what says where a request of the local page goes. */
export const edgeFunctionProperties = v.strictObject({
  FunctionCode: v.string(),
  FunctionConfig: v.strictObject({
    Comment: v.string(), // no effect: prose
    Runtime: v.picklist(['cloudfront-js-1.0', 'cloudfront-js-2.0']),
  }),
  AutoPublish: v.optional(v.unknown()), // no effect: nothing is published
  Name: v.string(), // no effect: label
});

export const pageResources: ResourceTypes = {
  'AWS::CloudFront::Function': {
    properties: edgeFunctionProperties,
    ref: edgeFunctionArn,
    attributes: { FunctionARN: edgeFunctionArn },
  },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    properties: headersPolicyProperties,
    ref: ({ logicalId }, context) => physicalName(logicalId, context, 128),
    attributes: { Id: ({ logicalId }, context) => physicalName(logicalId, context, 128) },
  },
};

function edgeFunctionArn(...[{ logicalId }, context]: Parameters<ResourceType['ref']>): string {
  const { partition, accountId } = context;
  return `arn:${partition}:cloudfront::${accountId}:function/${physicalName(logicalId, context, 64)}`;
}
