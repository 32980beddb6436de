import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { deployers, Shop, shop } from './shop.ts';

interface Deployment {
  readonly SourceMarkers?: readonly Record<string, unknown>[];
  readonly [property: string]: unknown;
}

const deployments = shop.all('Custom::CDKBucketDeployment') as Record<string, Deployment>;
const pages = deployments.PagePagesCustomResource256MiB;
const parts = deployments.PagePartsCustomResource256MiB;

describe('the files of the page', () => {
  it('lie in a private, encrypted bucket that CloudFront alone reads', () => {
    expect(shop.one('AWS::S3::Bucket', 'PageFiles')).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    const { PolicyDocument } = shop.one('AWS::S3::BucketPolicy', 'PageFilesPolicy');
    const { Statement } = PolicyDocument as { Statement: { Effect: string; Principal: object }[] };
    const readers = Statement.filter(({ Effect }) => Effect === 'Allow').filter(
      ({ Principal }) => !deployers.test(JSON.stringify(Principal)),
    );
    expect(readers.length).toBeGreaterThan(0);
    for (const reader of readers) {
      expect(reader).toMatchObject({
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: {
          StringEquals: { 'AWS:SourceArn': expect.stringContaining('distribution/PageDistribution') },
        },
      });
    }
    expect(Statement).toContainEqual(expect.objectContaining({ Effect: 'Deny', Principal: { AWS: '*' } }));
  });

  it('are kept by browsers for ever if their names change with them, and not at all otherwise', () => {
    expect(parts).toMatchObject({
      Include: ['assets/*'],
      Prune: false,
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    expect(pages).toMatchObject({
      Exclude: ['assets/*'],
      SystemMetadata: { 'cache-control': 'no-cache' },
      DistributionId: 'PageDistribution',
    });
  });

  it('leave the bucket with the stack, so that it can go too', () => {
    expect(shop.one('Custom::S3AutoDeleteObjects', 'PageFilesAutoDeleteObjectsCustomResource')).toMatchObject(
      {
        BucketName: 'PageFiles',
      },
    );
    expect(shop.deletionPolicy('PageFiles')).toBe('Delete');
  });
});

describe('the distribution', () => {
  it('answers by TLS only, with the security headers', () => {
    expect(shop.one('AWS::CloudFront::Distribution', 'PageDistribution')).toMatchObject({
      DistributionConfig: {
        DefaultRootObject: 'index.html',
        DefaultCacheBehavior: {
          ViewerProtocolPolicy: 'redirect-to-https',
          ResponseHeadersPolicyId: 'PageHeaders',
        },
      },
    });
    expect(shop.outputs.PageUrl).toBe('https://PageDistribution.DomainName');
  });

  it('lets pages run nothing inline, nothing from elsewhere, and in no frame', () => {
    const { ResponseHeadersPolicyConfig } = shop.one(
      'AWS::CloudFront::ResponseHeadersPolicy',
      'PageHeaders',
    ) as {
      ResponseHeadersPolicyConfig: { SecurityHeadersConfig: Record<string, Record<string, unknown>> };
    };
    const { ContentSecurityPolicy, ...others } = ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    const policy = String(ContentSecurityPolicy?.ContentSecurityPolicy).split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy.join()).not.toMatch(/unsafe|\*|data:/);
    expect(Object.keys(others).sort()).toEqual([
      'ContentTypeOptions',
      'FrameOptions',
      'ReferrerPolicy',
      'StrictTransportSecurity',
    ]);
  });
});

describe('what the page is told when it is deployed', () => {
  const values = (one: Deployment | undefined) => (one?.SourceMarkers ?? []).flatMap(Object.values);

  it('is where its APIs are and who gives tokens', () => {
    expect(values(pages)).toEqual(
      expect.arrayContaining([
        'CoffeeApiHttpApi.ApiEndpoint',
        'CoffeeApiLiveLiveApi',
        'CustomersUserPool.ProviderURL',
        'CustomersUserPoolClient',
      ]),
    );
  });

  it('is what its APIs promise: the contracts, with the addresses of this deployment', () => {
    const live = expect.stringMatching(/^wss:\/\/CoffeeApiLiveLiveApi\.execute-api\..*\/live$/);
    const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': ['/', live] }] });
    const [openapi, asyncapi] = pages?.SourceMarkers?.slice(-2) ?? [];
    expect(Object.values(openapi ?? {})).toEqual(['CoffeeApiHttpApi.ApiEndpoint']);
    expect(Object.values(asyncapi ?? {})).toEqual([part(2), part(3)]);
  });

  it('is what it may speak to: the sign-in page of the user pool too', () => {
    expect(values(pages)).toContain('CustomersUserPoolSignIn');
    const existing = new Shop({
      existingIssuer: { issuer: 'https://login.example/realm', audience: 'coffee' },
    });
    expect(existing.all('AWS::Cognito::UserPoolDomain')).toEqual({});
  });

  it.each([
    ['the audience where the issuer calls it so', undefined, 'coffee'],
    ['a client id of its own where the issuer has one', 'page', 'page'],
  ])('signs in as %s', (_, clientId, expected) => {
    const existing = new Shop({
      existingIssuer: {
        issuer: 'https://login.example/realm',
        audience: 'coffee',
        ...(clientId !== undefined && { clientId }),
      },
    });
    expect(existing.json.Outputs.ClientId?.Value).toBe(expected);
  });
});

describe('signing in', () => {
  it('leads back to the page, by code only', () => {
    expect(shop.one('AWS::Cognito::UserPoolClient', 'CustomersUserPoolClient')).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      CallbackURLs: ['https://PageDistribution.DomainName/'],
      LogoutURLs: ['https://PageDistribution.DomainName/'],
    });
  });

  it('is at an address that no other stack has', () => {
    const domain = Object.values(shop.json.Resources).find(
      ({ Type }) => Type === 'AWS::Cognito::UserPoolDomain',
    );
    expect(domain?.Properties?.Domain).toEqual({
      'Fn::Join': [
        '',
        ['smart-coffee-', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }],
      ],
    });
  });
});

describe('the file that an address means', () => {
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  const id = '01a20ad6-e70c-7173-8b7d-321b56bb6ce4';

  it.each([
    ['/board', browser, '/board.html'],
    [`/orders/${id}`, browser, '/index.html'],
    [`/orders/${id}`, 'application/json', `/orders/${id}`],
    [`/orders/${id}`, '*/*', `/orders/${id}`],
    [`/orders/${id}`, undefined, `/orders/${id}`],
    ['/orders', browser, '/orders'],
    ['/orders/', browser, '/orders/'],
    [`/orders/${id}/cup`, browser, `/orders/${id}/cup`],
    ['/config.json', browser, '/config.json'],
  ])('%s for %s is %s', (uri, accept, file) => {
    const { FunctionCode } = shop.one('AWS::CloudFront::Function', 'PageNames');
    const handler = runInNewContext(`${FunctionCode};handler`);
    const headers = accept === undefined ? {} : { accept: { value: accept } };
    expect(handler({ request: { method: 'GET', uri, headers } })).toMatchObject({ uri: file });
  });

  it('is decided before CloudFront looks for it', () => {
    const { DistributionConfig } = shop.one('AWS::CloudFront::Distribution', 'PageDistribution');
    expect(DistributionConfig).toMatchObject({
      DefaultCacheBehavior: {
        FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: 'PageNames.FunctionARN' }],
      },
    });
  });
});
