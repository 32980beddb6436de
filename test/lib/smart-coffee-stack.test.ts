import { describe, expect, it } from 'vitest';
import { Shop } from './shop.ts';

const shop = new Shop();
const fortnight = 14 * 24 * 60 * 60;

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
      BrewStationBrewerFunction: 'Allow',
    });
  });

  it('are told where everything is by the environment', () => {
    const environment = (name: string) =>
      (shop.one('AWS::Lambda::Function', name).Environment as { Variables: object }).Variables;
    expect(environment('CounterApiFunction')).toEqual({
      ORDERS_TABLE: 'OrderBookOrders',
      BY_OWNER_INDEX: 'byOwner',
      SLIPS_QUEUE_URL: 'BrewStationSlips',
      BREW_SPEED: '1',
    });
    expect(environment('PickupBoardAuthorizerFunction')).toEqual({
      ISSUER: 'CustomersUserPool.ProviderURL',
      AUDIENCE: 'CustomersUserPoolClient',
      ALLOWED_ORIGINS: '',
    });
    expect(environment('PickupBoardAnnouncerFunction')).toMatchObject({
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: expect.stringMatching(/^https:.*PickupBoardLiveApi.*\/live$/),
    });
  });
});

describe('the queues', () => {
  const queues = shop.all('AWS::SQS::Queue');
  const visibility = (queue: string) => queues[queue]?.VisibilityTimeout;
  const timeout = (fn: string) => Number(shop.one('AWS::Lambda::Function', fn).Timeout);

  it('hide a message for six times the time of the function that works it', () => {
    expect(visibility('BrewStationSlips')).toBe(6 * timeout('BrewStationBrewerFunction'));
    expect(visibility('BrewStationDeadLetters')).toBe(6 * timeout('BrewStationDeadLetterWorkerFunction'));
  });

  it('give a slip up after five deliveries', () => {
    expect(queues.BrewStationSlips).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: 'BrewStationDeadLetters.Arn', maxReceiveCount: 5 },
    });
  });

  it.each(['BrewStationDeadLetters', 'BrewStationLostSlips', 'PickupBoardLostAnnouncements'])(
    '%s keeps what was given up for 14 days',
    (queue) => {
      expect(queues[queue]).toMatchObject({ MessageRetentionPeriod: fortnight });
    },
  );

  it.each(Object.keys(queues))('%s is encrypted and refuses calls without TLS', (queue) => {
    expect(queues[queue]).toMatchObject({ SqsManagedSseEnabled: true });
    expect(shop.one('AWS::SQS::QueuePolicy', `${queue}Policy`)).toMatchObject({
      Queues: [queue],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Action: 'sqs:*',
            Principal: { AWS: '*' },
            Resource: `${queue}.Arn`,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
  });
});

describe('what wakes the functions', () => {
  const mappings = shop.all('AWS::Lambda::EventSourceMapping');

  it('batches of ten slips, ten at a time; failed slips come back alone (fault 5)', () => {
    expect(mappings.BrewStationBrewerFunctionMessages).toEqual({
      EventSourceArn: 'BrewStationSlips.Arn',
      FunctionName: 'BrewStationBrewerFunction',
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 10 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('dead letters in the same way', () => {
    expect(mappings.BrewStationDeadLetterWorkerFunctionMessages).toMatchObject({
      EventSourceArn: 'BrewStationDeadLetters.Arn',
      FunctionName: 'BrewStationDeadLetterWorkerFunction',
    });
  });

  it("the orders' stream, only where a customer sees the change; bounded retries, then named in a queue (fault 28)", () => {
    const { FilterCriteria, ...changes } = mappings.PickupBoardAnnouncerFunctionChanges ?? {};
    expect(changes).toEqual({
      EventSourceArn: 'OrderBookOrders.StreamArn',
      FunctionName: 'PickupBoardAnnouncerFunction',
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      ParallelizationFactor: 10,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: 'PickupBoardLostAnnouncements.Arn' } },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    const { Filters } = FilterCriteria as { Filters: { Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { dynamodb: { NewImage: { wake: { BOOL: [true] } } } },
    ]);
  });

  it.each(Object.entries(mappings))('%s reports failures one by one', (_, mapping) => {
    expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  it('the clock, every five minutes, for the sweeper', () => {
    expect(shop.one('AWS::Events::Rule', 'BrewStationSweepTime')).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Targets: [{ Arn: 'BrewStationSweeperFunction.Arn' }],
    });
  });

  it('as many batches of slips at once as asked for', () => {
    const busy = new Shop({ brewConcurrency: 25 });
    expect(busy.one('AWS::Lambda::EventSourceMapping', 'BrewStationBrewerFunctionMessages')).toMatchObject({
      ScalingConfig: { MaximumConcurrency: 25 },
    });
  });
});

describe('the tables', () => {
  const key = (...names: string[]) =>
    names.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? 'HASH' : 'RANGE' }));

  it('orders: by id, on demand, with recovery, TTL and a stream of both images', () => {
    expect(shop.one('AWS::DynamoDB::Table', 'OrderBookOrders')).toMatchObject({
      KeySchema: key('orderId'),
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    expect(shop.deletionPolicy('OrderBookOrders')).toBe('Retain');
  });

  it('orders: indexes by owner and by deadline, of keys only', () => {
    const { GlobalSecondaryIndexes } = shop.one('AWS::DynamoDB::Table', 'OrderBookOrders');
    expect(GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'byOwner',
        KeySchema: key('owner', 'placed'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'openByDeadline',
        KeySchema: key('openShard', 'deadline'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ]);
  });

  it('connections: by owner, on demand, with TTL', () => {
    expect(shop.one('AWS::DynamoDB::Table', 'PickupBoardConnections')).toMatchObject({
      KeySchema: key('owner', 'connectionId'),
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });
});

describe('the HTTP API', () => {
  const routesOf = (api: string, stack = shop) =>
    Object.fromEntries(
      Object.values(stack.all('AWS::ApiGatewayV2::Route'))
        .filter(({ ApiId }) => ApiId === api)
        .map(({ RouteKey, AuthorizationType, AuthorizerId }) => [
          RouteKey,
          [AuthorizationType, AuthorizerId].filter(Boolean).join(' '),
        ]),
    );

  it('lets only customers in, but for the menu and what it does not know', () => {
    expect(routesOf('CounterHttpApi')).toEqual({
      'POST /orders': 'JWT CounterHttpApiCustomer',
      'GET /orders': 'JWT CounterHttpApiCustomer',
      'GET /orders/{id}': 'JWT CounterHttpApiCustomer',
      'DELETE /orders/{id}': 'JWT CounterHttpApiCustomer',
      'GET /menu': 'NONE',
      $default: 'NONE',
    });
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

  it('allows pages of other origins only where they are named', () => {
    expect(shop.one('AWS::ApiGatewayV2::Api', 'CounterHttpApi')).not.toHaveProperty('CorsConfiguration');
    const open = new Shop({ allowedOrigins: ['https://shop.example'] });
    expect(open.one('AWS::ApiGatewayV2::Api', 'CounterHttpApi').CorsConfiguration).toMatchObject({
      AllowOrigins: ['https://shop.example'],
      AllowMethods: ['GET', 'POST', 'DELETE'],
      AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-none-match'],
      ExposeHeaders: ['etag', 'location', 'retry-after'],
    });
    expect(open.one('AWS::Lambda::Function', 'PickupBoardAuthorizerFunction')).toMatchObject({
      Environment: { Variables: { ALLOWED_ORIGINS: 'https://shop.example' } },
    });
  });

  it('the WebSocket API asks the authorizer once, on connecting, with the token among the subprotocols', () => {
    expect(routesOf('PickupBoardLiveApi')).toEqual({
      $connect: 'CUSTOM PickupBoardLiveApiCustomer',
      $disconnect: 'NONE',
      $default: 'NONE',
    });
    expect(shop.one('AWS::ApiGatewayV2::Authorizer', 'PickupBoardLiveApiCustomer')).toMatchObject({
      AuthorizerType: 'REQUEST',
      IdentitySource: ['route.request.header.Sec-WebSocket-Protocol'],
    });
    expect(shop.one('AWS::ApiGatewayV2::Stage', 'PickupBoardStage')).toMatchObject({
      StageName: 'live',
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    });
  });
});

describe('the stack', () => {
  it('tells where the shop is and who may order', () => {
    expect(shop.outputs).toMatchObject({
      ApiUrl: 'CounterHttpApi.ApiEndpoint',
      LiveUrl: expect.stringMatching(/^wss:\/\/PickupBoardLiveApi\..*\/live$/),
      Issuer: 'CustomersUserPool.ProviderURL',
      ClientId: 'CustomersUserPoolClient',
      UserPoolId: 'CustomersUserPool',
    });
  });

  it('signs nobody up by himself, and has a client without a secret', () => {
    expect(shop.one('AWS::Cognito::UserPool', 'CustomersUserPool')).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
    expect(shop.one('AWS::Cognito::UserPoolClient', 'CustomersUserPoolClient')).toMatchObject({
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  it('names no account, no region and no partition, and gives nothing a fixed name', () => {
    const text = JSON.stringify(shop.json.Resources);
    expect(text).not.toMatch(/\b\d{12}\b/);
    expect(text).not.toMatch(/\b(us|eu|ap|sa|ca|me|af|il)-[a-z]+-\d\b/);
    expect(text).not.toMatch(/arn:aws:/);
    for (const name of [
      'FunctionName',
      'QueueName',
      'TableName',
      'RoleName',
      'LogGroupName',
      'UserPoolName',
    ]) {
      expect(text).not.toContain(`"${name}":"`);
    }
  });
});
