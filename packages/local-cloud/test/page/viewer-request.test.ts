import { describe, expect, it } from 'vitest';
import { viewerRequest } from '../../src/page/viewer-request.ts';
import { resolveResources as resolve } from '../template/resolve-resources.ts';

function site(FunctionCode: string, EventType = 'viewer-request') {
  const FunctionConfig = { Comment: 'names', Runtime: 'cloudfront-js-2.0' };
  const FunctionAssociations = [{ EventType, FunctionARN: { 'Fn::GetAtt': ['Names', 'FunctionARN'] } }];
  return resolve({
    Names: {
      Type: 'AWS::CloudFront::Function',
      Properties: { Name: 'names', AutoPublish: true, FunctionCode, FunctionConfig },
    },
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: { DistributionConfig: { DefaultCacheBehavior: { FunctionAssociations } } },
    },
  });
}

const html = { method: 'GET', url: '/reports/7?print', headers: { accept: 'text/html' } };

describe("the template's function of the viewer request", () => {
  it('says which file is meant, by path, method and headers', () => {
    const rewrite = viewerRequest(
      site(`function handler({ request }) {
        const { accept } = request.headers;
        if (request.method === 'GET' && accept.value.includes('html')) request.uri += '.html';
        return request;
      }`),
    );
    expect(rewrite(html)).toBe('/reports/7.html');
    expect(rewrite({ ...html, headers: { accept: '*/*' } })).toBe('/reports/7');
  });

  it('has nothing of Node at hand, as on AWS', () => {
    const rewrite = viewerRequest(
      site(`function handler({ request }) {
        request.uri = [typeof process, typeof require, typeof fetch].join();
        return request;
      }`),
    );
    expect(rewrite(html)).toBe('undefined,undefined,undefined');
  });

  it('may be absent, or be for another event', () => {
    expect(viewerRequest(resolve({}))(html)).toBe('/reports/7');
    const code = "function handler() { return { uri: '/else' }; }";
    expect(viewerRequest(site(code, 'viewer-response'))(html)).toBe('/reports/7');
  });

  it('is refused by name where it answers by itself, or needs what is not here', () => {
    const rewrite = viewerRequest(site('function handler() { return { statusCode: 302 }; }'));
    expect(() => rewrite(html)).toThrow('Names gave back no request');
    const FunctionConfig = { Comment: '', Runtime: 'cloudfront-js-2.0', KeyValueStoreAssociations: [] };
    const Names = {
      Type: 'AWS::CloudFront::Function',
      Properties: { Name: 'names', FunctionCode: '', FunctionConfig },
    };
    expect(() => resolve({ Names })).toThrow('KeyValueStoreAssociations');
  });
});
