import type { DeploymentContext } from '../../src/template/resource-type.ts';
import { aResource } from '../template/a-resource.ts';

export const killedContext: DeploymentContext = {
  accountId: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
  stackName: 'App',
  endpointUrl: 'http://127.0.0.1:1',
  publicUrl: 'http://localhost:3000',
};

export const killedTables = [
  aResource(
    'Events',
    'AWS::DynamoDB::Table',
    {
      AttributeDefinitions: ['pk', 'parity'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byParity',
          KeySchema: [{ AttributeName: 'parity', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
    killedContext,
  ),
];
