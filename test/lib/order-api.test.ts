import { describe, expect, it } from 'vitest';
import { coffee } from '../../coffee/task.ts';
import { routesOf } from '../../lambdas/api/routes.ts';
import { Shop, shop } from './shop.ts';

function environmentOf(fn: string): Record<string, unknown> {
  const { Environment } = shop.one('AWS::Lambda::Function', fn) as { Environment: { Variables: object } };
  return { ...Environment.Variables };
}

describe('the HTTP API', () => {
  it('lets only customers in, but for the menu and what it does not know', () => {
    expect(shop.routes('CoffeeApiHttpApi')).toEqual({
      'POST /orders': 'JWT CoffeeApiHttpApiCustomer',
      'GET /orders': 'JWT CoffeeApiHttpApiCustomer',
      'HEAD /orders': 'JWT CoffeeApiHttpApiCustomer',
      'GET /orders/{id}': 'JWT CoffeeApiHttpApiCustomer',
      'HEAD /orders/{id}': 'JWT CoffeeApiHttpApiCustomer',
      'DELETE /orders/{id}': 'JWT CoffeeApiHttpApiCustomer',
      'GET /menu': 'NONE',
      'HEAD /menu': 'NONE',
      $default: 'NONE',
    });
  });

  it('has just the routes that the functions know, and hands the rest to the fallback', () => {
    const { $default, ...named } = shop.routes('CoffeeApiHttpApi');
    const known = [...routesOf(coffee.collection).keys(), 'GET /menu', 'HEAD /menu'];
    expect(Object.keys(named).sort()).toEqual(known.sort());
    expect($default).toBeDefined();
    const { ROUTES } = environmentOf('CoffeeApiFallbackFunction');
    expect(String(ROUTES).split(',').sort()).toEqual(known);
  });

  it('has a HEAD route for every GET route, behind the same authorizer', () => {
    const named = shop.routes('CoffeeApiHttpApi');
    for (const [key, access] of Object.entries(named).filter(([key]) => key.startsWith('GET '))) {
      expect(named[key.replace('GET', 'HEAD')], key).toBe(access);
    }
  });

  it('takes access tokens alone: each of these routes asks for a scope, and ID tokens have none', () => {
    const routes = Object.values(shop.all('AWS::ApiGatewayV2::Route'));
    const forCustomers = routes.filter(({ AuthorizationType }) => AuthorizationType === 'JWT');
    expect(forCustomers).toHaveLength(6);
    for (const { AuthorizationScopes } of forCustomers) {
      expect(AuthorizationScopes).toEqual(['openid', 'aws.cognito.signin.user.admin']);
    }
  });

  it('takes the scopes of an issuer of your own', () => {
    const own = new Shop({
      existingIssuer: { issuer: 'https://login.example', audience: 'coffee', scopes: ['coffee:order'] },
    });
    const routes = Object.values(own.all('AWS::ApiGatewayV2::Route'));
    const scopes = routes.flatMap(({ AuthorizationScopes }) =>
      AuthorizationScopes ? [AuthorizationScopes] : [],
    );
    expect(scopes).toEqual(Array.from({ length: 6 }, () => ['coffee:order']));
    expect(own.one('AWS::Lambda::Function', 'CoffeeApiLiveAuthorizerFunction')).toMatchObject({
      Environment: { Variables: { SCOPES: 'coffee:order' } },
    });
  });

  it('takes the tokens of the user pool that the stack makes', () => {
    expect(shop.one('AWS::ApiGatewayV2::Authorizer', 'CoffeeApiHttpApiCustomer')).toMatchObject({
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
    expect(own.one('AWS::ApiGatewayV2::Authorizer', 'CoffeeApiHttpApiCustomer')).toMatchObject({
      JwtConfiguration: { Issuer: issuer, Audience: ['coffee'] },
    });
    expect(own.one('AWS::Lambda::Function', 'CoffeeApiLiveAuthorizerFunction')).toMatchObject({
      Environment: { Variables: { ISSUER: issuer, AUDIENCE: 'coffee' } },
    });
    expect(own.all('AWS::Cognito::UserPool')).toEqual({});
    expect(own.outputs).not.toHaveProperty('UserPoolId');
    expect(own.outputs).toMatchObject({ Issuer: issuer, ClientId: 'coffee' });
  });

  it('is throttled', () => {
    expect(shop.one('AWS::ApiGatewayV2::Stage', 'CoffeeApiStage')).toMatchObject({
      ApiId: 'CoffeeApiHttpApi',
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });

  it('allows our own page, and pages of other origins only where they are named', () => {
    const own = 'https://PageDistribution.DomainName';
    expect(shop.one('AWS::ApiGatewayV2::Api', 'CoffeeApiHttpApi').CorsConfiguration).toMatchObject({
      AllowOrigins: [own],
    });
    const open = new Shop({ allowedOrigins: ['https://shop.example'] });
    expect(open.one('AWS::ApiGatewayV2::Api', 'CoffeeApiHttpApi').CorsConfiguration).toMatchObject({
      AllowOrigins: [own, 'https://shop.example'],
      AllowMethods: ['GET', 'HEAD', 'POST', 'DELETE'],
      AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
      ExposeHeaders: ['date', 'etag', 'idempotency-replayed', 'location', 'retry-after'],
    });
    expect(open.one('AWS::Lambda::Function', 'CoffeeApiLiveAuthorizerFunction')).toMatchObject({
      Environment: { Variables: { ALLOWED_ORIGINS: `${own},https://shop.example` } },
    });
  });
});
