import { Annotations, Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLevel,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  S3OriginAccessControl,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { privateBucket } from '../private-bucket.ts';
import { pageFiles } from './page-files.ts';
import { accountWideName, pageHeaders } from './page-headers.ts';

/** What the page reads from `config.json` when it opens. */
export interface PageConfig {
  readonly apiUrl: string;
  readonly liveUrl: string;
  readonly auth: { readonly issuer: string; readonly clientId: string; readonly scope: string };
}

/**
 * S3 knows files only. The board's address has no ending, and an order's address opened in a browser is the page at that
 * order; who asks for something else than HTML gets what is there. The local cloud runs this very code.
 */
const names = `function handler(event) {
  const { request } = event;
  const accept = request.headers.accept ? request.headers.accept.value : '';
  const isOrder = /^\\/orders\\/[^/]+$/.test(request.uri);
  if (request.uri === '/board') request.uri = '/board.html';
  if (isOrder && accept.includes('text/html')) request.uri = '/index.html';
  return request;
}`;

/** The page that customers order with: a private bucket behind CloudFront. */
export class Page extends Construct {
  /** `https://d111111abcdef8.cloudfront.net` */
  readonly origin: string;
  private readonly bucket: IBucket;
  private readonly distribution: Distribution;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Files', {
      ...privateBucket,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
      // The CDK's own types disagree about absent properties.
    }) as IBucket;
    this.distribution = new Distribution(this, 'Distribution', {
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        // Who may not list gets 403 instead of 404 for what is not there.
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket, {
          originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
          originAccessControl: new S3OriginAccessControl(this, 'Access', {
            originAccessControlName: accountWideName(this, 'Access'),
          }),
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: pageHeaders(this),
        functionAssociations: [
          { eventType: FunctionEventType.VIEWER_REQUEST, function: this.edgeFunction() },
        ],
      },
    });
    // It is: defaultRootObject above. The CDK cannot tell.
    Annotations.of(this).acknowledgeWarning('@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk');
    this.origin = `https://${this.distribution.distributionDomainName}`;
  }

  /** Puts the page where it is served from, able to speak to its APIs and to `connectTo`, and nobody else. */
  publish(config: PageConfig, connectTo: readonly string[]): void {
    const files = pageFiles(this);
    const allowed = [config.apiUrl, config.liveUrl, ...connectTo];
    const settings = { destinationBucket: this.bucket, memoryLimit: 256, logGroup: this.logs() };
    // Named by their content: whoever has the page open while it is replaced still finds the ones of before.
    const parts = new BucketDeployment(this, 'Parts', {
      ...settings,
      sources: [files.folder],
      exclude: ['*'],
      include: ['assets/*'],
      prune: false,
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...settings,
      sources: [
        files.folder,
        files.page('index.html', allowed),
        files.page('board.html', allowed),
        Source.jsonData('config.json', config),
        files.contract('openapi.json', [{ url: config.apiUrl }]),
        files.contract('asyncapi.json', { deployed: liveServer(config.liveUrl) }),
      ],
      exclude: ['assets/*'],
      cacheControl: [CacheControl.noCache()],
      distribution: this.distribution,
    });
    pages.node.addDependency(parts);
  }

  private edgeFunction(): EdgeFunction {
    return new EdgeFunction(this, 'Names', {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(names),
    });
  }

  private logs(): LogGroup {
    return new LogGroup(this, 'DeploymentLogs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

/** An address as AsyncAPI has it: in parts. */
function liveServer(url: string) {
  const part = (index: number) => Fn.select(index, Fn.split('/', url));
  return {
    host: part(2),
    pathname: `/${part(3)}`,
    protocol: 'wss',
    security: [{ $ref: '#/components/securitySchemes/customer' }],
  };
}
