import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoDbConnectionRepository } from '../../adapters/dynamodb/connection-repository.ts';
import { t0 } from '../fakes/an-order.ts';
import { InMemoryConnectionRepository } from '../fakes/in-memory-connection-repository.ts';
import { connectionRepositoryContract } from './connection-repository-contract.ts';
import { emulatedAws } from './emulated-aws.ts';

let aws: Awaited<ReturnType<typeof emulatedAws>>;

beforeAll(async () => {
  aws = await emulatedAws();
});

afterAll(() => aws.close());

const inDynamoDb = () =>
  dynamoDbConnectionRepository(aws.table, aws.ref('CoffeeApiLiveConnections'), 'print');

connectionRepositoryContract('in memory', () => new InMemoryConnectionRepository());
connectionRepositoryContract('in DynamoDB', inDynamoDb);

it('the row of a connection expires in seconds, as TTL wants it (fault 34)', async () => {
  const key = { owner: 'ttl', connectionId: 'a' };
  await inDynamoDb().add({ ...key, connectedAt: t0, expiresAt: t0 + 1999 });
  const { Item } = await aws.table.send(
    new GetCommand({ TableName: aws.ref('CoffeeApiLiveConnections'), Key: { ...key, owner: 'print#ttl' } }),
  );
  expect(Item).toMatchObject({ expiresAt: t0 / 1000 + 1 });
});
