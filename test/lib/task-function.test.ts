import { describe, expect, it } from 'vitest';
import { shop } from './shop.ts';

describe('the functions', () => {
  const functions = Object.entries(shop.all('AWS::Lambda::Function'));

  it.each(functions)(
    '%s runs Node 24 on arm64, logs JSON to its own log group, and is traced',
    (name, fn) => {
      const logs = name.replace('Function', 'Logs');
      expect(fn).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON', LogGroup: logs },
        TracingConfig: { Mode: 'Active' },
      });
      expect(shop.one('AWS::Logs::LogGroup', logs)).toEqual({ RetentionInDays: 30 });
    },
  );

  it('may feed themselves only where the chain ends with the order: the brewer (fault 11)', () => {
    const recursive = functions.map(([name, { RecursiveLoop }]) => [name, RecursiveLoop]);
    expect(Object.fromEntries(recursive.filter(([, setting]) => setting !== undefined))).toEqual({
      CoffeeStepWorkerFunction: 'Allow',
    });
  });

  it('are told where everything is by the environment', () => {
    const environment = (name: string) =>
      (shop.one('AWS::Lambda::Function', name).Environment as { Variables: object }).Variables;
    expect(environment('CoffeeOrderApiFunction')).toEqual({
      ORDERS_TABLE: 'CoffeeOrdersTableOrders',
      BY_OWNER_INDEX: 'byOwner',
      OPEN_BY_OWNER_INDEX: 'openByOwner',
      STEPS_QUEUE_URL: 'CoffeeStepWorkerSteps',
      SPEED: '1',
    });
    expect(environment('CoffeeApiLiveAuthorizerFunction')).toEqual({
      TASKS: 'coffee',
      ISSUER: 'CustomersUserPool.ProviderURL',
      AUDIENCE: 'CustomersUserPoolClient',
      SCOPES: 'openid,aws.cognito.signin.user.admin',
      ALLOWED_ORIGINS: 'https://PageDistribution.DomainName',
    });
    expect(environment('CoffeeLiveUpdatesNotifierFunction')).toMatchObject({
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: expect.stringMatching(
        /^https:.*CoffeeApiLiveLiveApi.*\/live$/,
      ),
    });
  });
});
