import { afterAll } from 'vitest';
import { type DataPlane, startDataPlane } from '../endpoint/data-plane.ts';
import { describeStreamBehaviour } from './stream-behaviour.ts';

let plane: DataPlane;

describeStreamBehaviour('the local cloud', async () => {
  plane = await startDataPlane({ template });
  const { dynamodb, streams } = plane.clientsOf('root');
  return { dynamodb, streams, table: 'Coffee-Events' };
});

afterAll(() => plane.close());

const template = {
  Resources: {
    Events: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    },
  },
};
