import { rmSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpStage,
  WebSocketApi,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer, WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { OAuthScope, ResourceServerScope, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { apiGatewayResources } from '../../src/api-gateway/resources.ts';
import { cognitoResources } from '../../src/issuer/resources.ts';
import { context } from './gateway-fixture.ts';

const types = { ...apiGatewayResources, ...cognitoResources };

describe('the resource types of API Gateway and Cognito', () => {
  const resources = Object.entries(synthesize()).filter(([, { Type }]) =>
    /^AWS::(ApiGatewayV2|Cognito)::/.test(Type),
  );

  it.each(resources)('know every property that the CDK writes for %s', (_id, { Type, Properties }) => {
    const type = types[Type];
    expect(type, Type).toBeDefined();
    if (type) expect(() => v.parse(type.properties, resolve(Properties))).not.toThrow();
  });

  it.each(resources)('refuse an unknown property of %s by name (fault 55)', (_id, { Type, Properties }) => {
    const schema = types[Type]?.properties ?? v.any();
    const parsed = v.safeParse(schema, { ...(resolve(Properties) as object), Sugar: 2 });
    expect(parsed.issues?.map((issue) => v.getDotPath(issue))).toContain('Sugar');
  });
});

it('the endpoint of an API is the public address', () => {
  const endpoint = apiGatewayResources['AWS::ApiGatewayV2::Api']?.attributes.ApiEndpoint;
  const api = (ProtocolType: string) => ({ logicalId: 'Api', properties: { ProtocolType } });
  expect(endpoint?.(api('HTTP'), context)).toBe('http://localhost:3000');
  expect(endpoint?.(api('WEBSOCKET'), context)).toBe('ws://localhost:3000');
});

it('physical ids look like those of AWS and differ between stacks', () => {
  const api = { logicalId: 'Api', properties: {} };
  const ref = apiGatewayResources['AWS::ApiGatewayV2::Api']?.ref;
  expect(ref?.(api, context)).toMatch(/^[a-z0-9]{10}$/);
  expect(ref?.(api, context)).not.toBe(ref?.(api, { ...context, stackName: 'Tea' }));
  const pool = cognitoResources['AWS::Cognito::UserPool'];
  expect(pool?.ref(api, context)).toMatch(/^eu-central-1_[a-z0-9]{9}$/);
  expect(pool?.attributes.ProviderURL?.(api, context)).toBe('http://localhost:3000/oidc');
  expect(cognitoResources['AWS::Cognito::UserPoolClient']?.ref(api, context)).toMatch(/^[a-z0-9]{26}$/);
});

interface Resource {
  readonly Type: string;
  readonly Properties: unknown;
}

function synthesize(): Record<string, Resource> {
  const app = new App();
  const stack = new Stack(app, 'App');
  const code = Code.fromInline('exports.handler = () => 1');
  const fn = new LambdaFunction(stack, 'Fn', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code,
  });
  const pool = new UserPool(stack, 'Pool', { selfSignUpEnabled: false });
  const order = new ResourceServerScope({ scopeName: 'order', scopeDescription: 'order' });
  pool.addResourceServer('Server', { identifier: 'app', scopes: [order] });
  pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'app' } });
  const client = pool.addClient('Client', {
    preventUserExistenceErrors: true,
    oAuth: { flows: { authorizationCodeGrant: true }, scopes: [OAuthScope.OPENID] },
  });
  const api = new HttpApi(stack, 'Api', {
    createDefaultStage: false,
    corsPreflight: {
      allowOrigins: ['*'],
      allowHeaders: ['authorization'],
      allowMethods: [CorsHttpMethod.GET],
    },
  });
  api.addRoutes({
    path: '/orders/{id}',
    methods: [HttpMethod.GET],
    integration: new HttpLambdaIntegration('Integration', fn),
    authorizer: new HttpJwtAuthorizer('Jwt', pool.userPoolProviderUrl, {
      jwtAudience: [client.userPoolClientId],
    }),
    authorizationScopes: ['app/order'],
  });
  const throttle = { burstLimit: 5, rateLimit: 2 };
  new HttpStage(stack, 'HttpStage', {
    httpApi: api,
    autoDeploy: true,
    throttle,
    detailedMetricsEnabled: true,
  });
  const socketApi = new WebSocketApi(stack, 'SocketApi', {
    connectRouteOptions: {
      integration: new WebSocketLambdaIntegration('Connect', fn),
      authorizer: new WebSocketLambdaAuthorizer('Authorizer', fn, {
        identitySource: ['route.request.header.Sec-WebSocket-Protocol'],
      }),
    },
    defaultRouteOptions: { integration: new WebSocketLambdaIntegration('Hello', fn), returnResponse: true },
  });
  new WebSocketStage(stack, 'Live', {
    webSocketApi: socketApi,
    stageName: 'live',
    autoDeploy: true,
    throttle,
  });
  const { Resources } = app.synth().getStackByName(stack.stackName).template;
  rmSync(app.outdir, { recursive: true });
  return Resources;
}

/** Enough of CloudFormation for schemas: a reference becomes its name, a join a text. */
function resolve(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return value.Ref;
  if ('Fn::GetAtt' in value) return String(value['Fn::GetAtt']);
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(resolve).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part)]));
}
