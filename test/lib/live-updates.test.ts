import { describe, expect, it } from 'vitest';
import { shop } from './shop.ts';

describe('the WebSocket API', () => {
  it('asks the authorizer once, on connecting, with the token among the subprotocols', () => {
    expect(shop.routes('CoffeeApiLiveLiveApi')).toEqual({
      $connect: 'CUSTOM CoffeeApiLiveLiveApiCustomer',
      $disconnect: 'NONE',
      $default: 'NONE',
    });
    expect(shop.one('AWS::ApiGatewayV2::Authorizer', 'CoffeeApiLiveLiveApiCustomer')).toMatchObject({
      AuthorizerType: 'REQUEST',
      IdentitySource: ['route.request.header.Sec-WebSocket-Protocol'],
    });
    expect(shop.one('AWS::ApiGatewayV2::Stage', 'CoffeeApiLiveStage')).toMatchObject({
      StageName: 'live',
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });
});

describe('the table of connections', () => {
  const key = (...names: string[]) =>
    names.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? 'HASH' : 'RANGE' }));

  it('is by owner, on demand, with TTL', () => {
    expect(shop.one('AWS::DynamoDB::Table', 'CoffeeApiLiveConnections')).toMatchObject({
      KeySchema: key('owner', 'connectionId'),
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });
});

describe('the publisher', () => {
  it("is woken by the orders' stream, only where a customer sees the change; bounded retries, then named in a queue (fault 28)", () => {
    const { FilterCriteria, ...changes } = shop.one(
      'AWS::Lambda::EventSourceMapping',
      'CoffeeLiveUpdatesNotifierFunctionChanges',
    );
    expect(changes).toEqual({
      EventSourceArn: 'CoffeeOrdersTableOrders.StreamArn',
      FunctionName: 'CoffeeLiveUpdatesNotifierFunction',
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      ParallelizationFactor: 10,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: 'CoffeeLiveUpdatesFailedNotifications.Arn' } },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    const { Filters } = FilterCriteria as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { dynamodb: { NewImage: { notify: { BOOL: [true] } } } },
    ]);
  });

  it('names what it could not announce in a queue that keeps it for 14 days', () => {
    expect(shop.one('AWS::SQS::Queue', 'CoffeeLiveUpdatesFailedNotifications')).toMatchObject({
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
    });
  });
});
