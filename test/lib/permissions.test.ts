import { describe, expect, it } from 'vitest';
import { shop } from './shop.ts';

/** What a function may do, exactly: action, and on what. Whoever adds to this says why in the review. */
const permissions: Record<string, readonly string[]> = {
  CoffeeOrderApi: [
    'dynamodb:GetItem CoffeeOrdersTableOrders.Arn',
    'dynamodb:PutItem CoffeeOrdersTableOrders.Arn',
    'dynamodb:BatchGetItem CoffeeOrdersTableOrders.Arn',
    'dynamodb:Query CoffeeOrdersTableOrders.Arn/index/byOwner',
    'dynamodb:Query CoffeeOrdersTableOrders.Arn/index/openByOwner',
    'sqs:SendMessage CoffeeStepWorkerSteps.Arn',
  ],
  CoffeeStepWorker: [
    'dynamodb:GetItem CoffeeOrdersTableOrders.Arn',
    'dynamodb:PutItem CoffeeOrdersTableOrders.Arn',
    'sqs:SendMessage CoffeeStepWorkerSteps.Arn',
    'sqs:ChangeMessageVisibility CoffeeStepWorkerSteps.Arn',
    ...takes('CoffeeStepWorkerSteps'),
  ],
  CoffeeStepWorkerDeadLetterWorker: [
    'dynamodb:GetItem CoffeeOrdersTableOrders.Arn',
    'dynamodb:PutItem CoffeeOrdersTableOrders.Arn',
    'sqs:SendMessage CoffeeStepWorkerSteps.Arn',
    'sqs:SendMessage CoffeeStepWorkerParkedMessages.Arn',
    ...takes('CoffeeStepWorkerDeadLetters'),
  ],
  CoffeeStepWorkerSweeper: [
    'dynamodb:GetItem CoffeeOrdersTableOrders.Arn',
    'dynamodb:PutItem CoffeeOrdersTableOrders.Arn',
    'dynamodb:Query CoffeeOrdersTableOrders.Arn/index/openByDeadline',
    'sqs:SendMessage CoffeeStepWorkerSteps.Arn',
  ],
  CoffeeLiveUpdatesNotifier: [
    // ListStreams knows no resource.
    'dynamodb:ListStreams *',
    'dynamodb:DescribeStream CoffeeOrdersTableOrders.StreamArn',
    'dynamodb:GetRecords CoffeeOrdersTableOrders.StreamArn',
    'dynamodb:GetShardIterator CoffeeOrdersTableOrders.StreamArn',
    'dynamodb:Query CoffeeApiLiveConnections.Arn',
    'dynamodb:DeleteItem CoffeeApiLiveConnections.Arn',
    'sqs:SendMessage CoffeeLiveUpdatesFailedNotifications.Arn',
    ...posts(),
  ],
  CoffeeApiLiveSocket: [
    'dynamodb:GetItem CoffeeOrdersTableOrders.Arn',
    'dynamodb:BatchGetItem CoffeeOrdersTableOrders.Arn',
    'dynamodb:Query CoffeeOrdersTableOrders.Arn/index/openByOwner',
    'dynamodb:PutItem CoffeeApiLiveConnections.Arn',
    'dynamodb:UpdateItem CoffeeApiLiveConnections.Arn',
    'dynamodb:DeleteItem CoffeeApiLiveConnections.Arn',
    ...posts(),
  ],
  CoffeeApiLiveAuthorizer: [],
  CoffeeApiFallback: [],
  Menu: [],
};

function takes(queue: string): string[] {
  return ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
    (action) => `sqs:${action} ${queue}.Arn`,
  );
}

function posts(): string[] {
  const stage =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: pseudo parameters of CloudFormation.
    'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:CoffeeApiLiveLiveApi/live';
  return ['POST', 'DELETE'].map(
    (method) => `execute-api:ManageConnections ${stage}/${method}/@connections/*`,
  );
}

/** What all functions may: their own log, and traces, which know no resource. */
function logsAndTraces(name: string): string[] {
  return [
    `logs:CreateLogStream ${name}Logs.Arn`,
    `logs:PutLogEvents ${name}Logs.Arn`,
    'xray:PutTraceSegments *',
    'xray:PutTelemetryRecords *',
  ];
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

function granted(role: string): string[] {
  const policies = Object.values(shop.all('AWS::IAM::Policy')).filter(({ Roles }) => String(Roles) === role);
  const statements = policies.flatMap(
    ({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement,
  );
  expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  return statements.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} ${resource}`)),
  );
}

describe('permissions', () => {
  it.each(Object.entries(permissions))('%s may do exactly what it does', (name, allowed) => {
    expect(granted(`${name}Role`).sort()).toEqual([...logsAndTraces(name), ...allowed].sort());
  });

  it('are given to these functions only, and by these policies only', () => {
    const roles = shop.all('AWS::IAM::Role');
    expect(Object.keys(roles).sort()).toEqual(
      Object.keys(permissions)
        .map((name) => `${name}Role`)
        .sort(),
    );
    for (const [name, role] of Object.entries(roles)) {
      expect(Object.keys(role), name).toEqual(['AssumeRolePolicyDocument']);
      expect(role.AssumeRolePolicyDocument).toMatchObject({
        Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      });
    }
    const managed = Object.values(shop.all('AWS::IAM::Policy')).flatMap(({ Roles }) => Roles);
    expect(new Set(managed)).toEqual(new Set(Object.keys(roles)));
  });

  it('each function has a role of its own', () => {
    const roles = Object.entries(shop.all('AWS::Lambda::Function')).map(([name, { Role }]) => [name, Role]);
    expect(Object.fromEntries(roles)).toEqual(
      Object.fromEntries(Object.keys(permissions).map((name) => [`${name}Function`, `${name}Role.Arn`])),
    );
  });

  it('are given to other services only for what calls the function', () => {
    const callers = Object.values(shop.all('AWS::Lambda::Permission')).map(
      ({ FunctionName, Principal, SourceArn }) =>
        `${FunctionName} ${Principal} ${String(SourceArn).slice(-40)}`,
    );
    expect(callers.filter((caller) => caller.endsWith('undefined'))).toEqual([]);
    expect(new Set(callers.map((caller) => caller.split(' ').slice(0, 2).join(' ')))).toEqual(
      new Set([
        'CoffeeOrderApiFunction.Arn apigateway.amazonaws.com',
        'CoffeeApiFallbackFunction.Arn apigateway.amazonaws.com',
        'MenuFunction.Arn apigateway.amazonaws.com',
        'CoffeeApiLiveSocketFunction.Arn apigateway.amazonaws.com',
        'CoffeeApiLiveAuthorizerFunction.Arn apigateway.amazonaws.com',
        'CoffeeStepWorkerSweeperFunction.Arn events.amazonaws.com',
      ]),
    );
  });
});
