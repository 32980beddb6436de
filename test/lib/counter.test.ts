import { describe, expect, it } from 'vitest';
import { routes } from '../../lambdas/api/routes.ts';
import { Shop, shop } from './shop.ts';

describe('the HTTP API', () => {
  it('lets only customers in, but for the menu and what it does not know', () => {
    expect(shop.routes('CounterHttpApi')).toEqual({
      'POST /orders': 'JWT CounterHttpApiCustomer',
      'GET /orders': 'JWT CounterHttpApiCustomer',
      'HEAD /orders': 'JWT CounterHttpApiCustomer',
      'GET /orders/{id}': 'JWT CounterHttpApiCustomer',
      'HEAD /orders/{id}': 'JWT CounterHttpApiCustomer',
      'DELETE /orders/{id}': 'JWT CounterHttpApiCustomer',
      'GET /menu': 'NONE',
      'HEAD /menu': 'NONE',
      $default: 'NONE',
    });
  });

  it('has just the routes that its function knows, and hands it the rest', () => {
    const { $default, ...named } = shop.routes('CounterHttpApi');
    expect(Object.keys(named).sort()).toEqual([...routes.keys()].sort());
    expect($default).toBeDefined();
  });

  it('has a HEAD route for every GET route, behind the same authorizer', () => {
    const named = shop.routes('CounterHttpApi');
    for (const [key, access] of Object.entries(named).filter(([key]) => key.startsWith('GET '))) {
      expect(named[key.replace('GET', 'HEAD')], key).toBe(access);
    }
  });

  it('takes the tokens of the user pool that the stack makes', () => {
    expect(shop.one('AWS::ApiGatewayV2::Authorizer', 'CounterHttpApiCustomer')).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Issuer: 'CustomersUserPool.ProviderURL',
        Audience: ['CustomersUserPoolClient'],
      },
    });
  });

  it('takes the tokens of an issuer of your own instead, and makes no user pool', () => {
    const issuer = 'https://login.example';
    const own = new Shop({ existingIssuer: { issuer, audience: 'coffee' } });
    expect(own.one('AWS::ApiGatewayV2::Authorizer', 'CounterHttpApiCustomer')).toMatchObject({
      JwtConfiguration: { Issuer: issuer, Audience: ['coffee'] },
    });
    expect(own.one('AWS::Lambda::Function', 'PickupBoardAuthorizerFunction')).toMatchObject({
      Environment: { Variables: { ISSUER: issuer, AUDIENCE: 'coffee' } },
    });
    expect(own.all('AWS::Cognito::UserPool')).toEqual({});
    expect(own.outputs).not.toHaveProperty('UserPoolId');
    expect(own.outputs).toMatchObject({ Issuer: issuer, ClientId: 'coffee' });
  });

  it('is throttled', () => {
    expect(shop.one('AWS::ApiGatewayV2::Stage', 'CounterStage')).toMatchObject({
      ApiId: 'CounterHttpApi',
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  it('allows our own page, and pages of other origins only where they are named', () => {
    const own = 'https://PageDistribution.DomainName';
    expect(shop.one('AWS::ApiGatewayV2::Api', 'CounterHttpApi').CorsConfiguration).toMatchObject({
      AllowOrigins: [own],
    });
    const open = new Shop({ allowedOrigins: ['https://shop.example'] });
    expect(open.one('AWS::ApiGatewayV2::Api', 'CounterHttpApi').CorsConfiguration).toMatchObject({
      AllowOrigins: [own, 'https://shop.example'],
      AllowMethods: ['GET', 'HEAD', 'POST', 'DELETE'],
      AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
      ExposeHeaders: ['date', 'etag', 'idempotency-replayed', 'location', 'retry-after'],
    });
    expect(open.one('AWS::Lambda::Function', 'PickupBoardAuthorizerFunction')).toMatchObject({
      Environment: { Variables: { ALLOWED_ORIGINS: `${own},https://shop.example` } },
    });
  });
});
