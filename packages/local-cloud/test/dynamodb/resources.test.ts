import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { expect, it } from 'vitest';
import { tableDefinition, tableInfo } from '../../src/dynamodb/table-definition.ts';
import { resolveResources } from '../template/resolve-resources.ts';

const key = (name: string) => ({ name, type: AttributeType.STRING });

function synthesized(replicas: string[] = []): object {
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'us-east-1' } });
  new TableV2(stack, 'Links', {
    partitionKey: key('id'),
    dynamoStream: StreamViewType.NEW_IMAGE,
    timeToLiveAttribute: 'until',
    globalSecondaryIndexes: [{ indexName: 'byOwner', partitionKey: key('owner') }],
    billing: Billing.onDemand({ maxReadRequestUnits: 5, maxWriteRequestUnits: 5 }),
    deletionProtection: true,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    tags: [{ key: 'team', value: 'links' }],
    replicas: replicas.map((region) => ({ region })),
  });
  return Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable');
}

it("a TableV2 of the CDK's is a table with its indexes, stream and expiry", () => {
  const [table] = resolveResources(synthesized()).resources.values();
  if (!table) throw new Error('no table');
  const definition = tableDefinition(table);
  expect(definition).toMatchObject({
    TableName: table.ref,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [{ IndexName: 'byOwner' }],
  });
  expect(tableInfo(definition, table)).toMatchObject({ viewType: 'NEW_IMAGE', timeToLiveAttribute: 'until' });
  expect(table.attribute('StreamArn')).toContain(`:table/${table.ref}/stream/`);
});

it('a table of several regions is refused, because there is one', () => {
  expect(() => resolveResources(synthesized(['eu-west-1']))).toThrow(
    'there is one region, and so one replica',
  );
});
