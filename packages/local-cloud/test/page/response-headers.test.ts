import { describe, expect, it } from 'vitest';
import { responseHeaders } from '../../src/page/response-headers.ts';
import { resolveResources as resolve } from '../template/resolve-resources.ts';

describe("the template's headers policy", () => {
  const policy = (config: object) => ({
    Headers: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: { ResponseHeadersPolicyConfig: { Name: 'headers', ...config } },
    },
  });

  it('says what the page is sent with', () => {
    const SecurityHeadersConfig = {
      ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'same-origin', Override: true },
    };
    const CustomHeadersConfig = { Items: [{ Header: 'X-Site', Value: 'open', Override: true }] };
    expect(responseHeaders(resolve(policy({ SecurityHeadersConfig, CustomHeadersConfig })))).toEqual({
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'x-site': 'open',
    });
  });

  it('may be absent, and holds nothing that would be ignored (fault 55)', () => {
    expect(responseHeaders(resolve({}))).toEqual({});
    expect(() => resolve(policy({ RemoveHeadersConfig: { Items: [] } }))).toThrow('RemoveHeadersConfig');
  });
});
