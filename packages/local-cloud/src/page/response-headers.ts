import * as v from 'valibot';
import { type ResolvedTemplate, resourcesOf } from '../template/resolved-template.ts';
import { headersPolicyProperties } from './resources.ts';

/** What CloudFront adds to the page's files by the template's headers policy; nothing without one. */
export function responseHeaders(template: ResolvedTemplate): Readonly<Record<string, string>> {
  const policies = resourcesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy');
  return Object.assign({}, ...policies.map(({ properties }) => headersOf(properties)));
}

function headersOf(properties: unknown): Record<string, string> {
  const { ResponseHeadersPolicyConfig: config } = v.parse(headersPolicyProperties, properties);
  const { ContentSecurityPolicy, ContentTypeOptions, FrameOptions, ReferrerPolicy } =
    config.SecurityHeadersConfig;
  const custom = config.CustomHeadersConfig.Items.map(({ Header, Value }) => [Header.toLowerCase(), Value]);
  return {
    ...Object.fromEntries(custom),
    ...(ContentSecurityPolicy && { 'content-security-policy': ContentSecurityPolicy.ContentSecurityPolicy }),
    ...(ContentTypeOptions && { 'x-content-type-options': 'nosniff' }),
    ...(FrameOptions && { 'x-frame-options': FrameOptions.FrameOption }),
    ...(ReferrerPolicy && { 'referrer-policy': ReferrerPolicy.ReferrerPolicy }),
  };
}
