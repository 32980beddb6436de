import { describe, expect, it } from 'vitest';
import { shop } from './shop.ts';

describe('every queue', () => {
  const queues = shop.all('AWS::SQS::Queue');

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

describe('every source of events', () => {
  const mappings = shop.all('AWS::Lambda::EventSourceMapping');

  it.each(Object.entries(mappings))('%s reports failures one by one', (_, mapping) => {
    expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });
});

describe('the stack', () => {
  it('tells where the shop is and who may order', () => {
    expect(shop.outputs).toMatchObject({
      ApiUrl: 'CoffeeApiHttpApi.ApiEndpoint',
      LiveUrl: expect.stringMatching(/^wss:\/\/CoffeeApiLiveLiveApi\..*\/live$/),
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
