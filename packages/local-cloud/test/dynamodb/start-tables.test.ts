import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { streamArn } from '../../src/dynamodb/resources.ts';
import { createShards, shardIndex } from '../../src/dynamodb/shard.ts';
import { startTables, type Tables } from '../../src/dynamodb/start-tables.ts';
import type { StreamRecord } from '../../src/dynamodb/stream-record.ts';
import { killedContext as context, killedTables } from './killed-tables.ts';

const TableName = 'App-Events';
const StreamArn = streamArn(TableName, context);

let tables: Tables;

beforeEach(async () => {
  tables = await startTables({ tables: killedTables, context });
});

afterEach(() => tables.close());

describe('a listener', () => {
  it('hears of every record at once, until it stops', async () => {
    const heard: StreamRecord[] = [];
    const stop = tables.onRecord(StreamArn, (record) => heard.push(record));
    await put('a');
    await put('b');
    stop();
    await put('c');
    expect(heard.map(({ eventName, dynamodb }) => [eventName, dynamodb.Keys.pk?.S])).toEqual([
      ['INSERT', 'a'],
      ['INSERT', 'b'],
    ]);
  });
});

describe('concurrent writes', () => {
  it('of one item become one record each, each beginning where the one before ended', async () => {
    const heard: StreamRecord[] = [];
    tables.onRecord(StreamArn, (record) => heard.push(record));
    const update = { TableName, Key: { pk: { S: 'a' } }, UpdateExpression: 'ADD n :one' };
    const batch = {
      RequestItems: { [TableName]: [{ PutRequest: { Item: { pk: { S: 'a' }, n: { N: '100' } } } }] },
    };
    await Promise.all([
      ...Array.from({ length: 20 }, () =>
        tables.call('UpdateItem', { ...update, ExpressionAttributeValues: { ':one': { N: '1' } } }),
      ),
      tables.call('BatchWriteItem', batch),
      tables.call('DeleteItem', { TableName, Key: update.Key }),
    ]);

    expect(heard).toHaveLength(22);
    const images = heard.map(({ dynamodb }) => [dynamodb.OldImage, dynamodb.NewImage]);
    expect(images.slice(1).map(([before]) => before)).toEqual(images.slice(0, -1).map(([, after]) => after));
  });
});

describe('time to live', () => {
  it('removes what has expired, and the stream says who did it', async () => {
    await put('old', { expiresAt: { N: '1000' } });
    await put('young', { expiresAt: { N: '9000000000' } });
    await put('ageless');
    const heard: StreamRecord[] = [];
    tables.onRecord(StreamArn, (record) => heard.push(record));

    expect(await tables.expire()).toBe(1);
    expect(heard).toMatchObject([
      {
        eventName: 'REMOVE',
        dynamodb: { Keys: { pk: { S: 'old' } } },
        userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
      },
    ]);
    expect(await tables.expire(new Date(9_000_000_000_000))).toBe(1);
  });
});

describe('describing a table', () => {
  it('tells its stream', async () => {
    const { body } = await tables.call('DescribeTable', { TableName });
    expect(body).toMatchObject({
      Table: {
        TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/App-Events',
        LatestStreamArn: StreamArn,
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    });
  });
});

describe('a malformed write', () => {
  it.each([
    ['PutItem', { Item: { other: { S: 'x' } } }],
    ['PutItem', { Item: { pk: { N: '1' } } }],
    ['UpdateItem', { Key: {} }],
    ['DeleteItem', {}],
    ['BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: {} }] } }],
    ['BatchWriteItem', { RequestItems: null }],
  ])('%s %j is refused by DynamoDB, not by us', async (action, body) => {
    const reply = await tables.call(action, { TableName, ...body });
    expect(reply).toMatchObject({
      status: 400,
      body: { __type: expect.stringMatching(/Validation|Serialization/) },
    });
  });

  it('to a table that is not there says so', async () => {
    const reply = await tables.call('PutItem', { TableName: 'Nowhere', Item: { pk: { S: 'a' } } });
    expect(reply.body).toMatchObject({ __type: expect.stringContaining('ResourceNotFoundException') });
  });
});

describe('a shard', () => {
  it('keeps the newest 5000 records and says what it dropped', () => {
    const [shard] = createShards();
    for (let index = 0; index < 5_010; index += 1) shard?.append(record(index, Date.now()));
    expect(shard?.read('', 10_000)).toHaveLength(5_000);
    expect(shard?.trimmed).toBe(record(9, 0).dynamodb.SequenceNumber);
  });

  it('keeps a record for 24 hours', () => {
    const [shard] = createShards();
    shard?.append(record(1, Date.now()));
    vi.useFakeTimers({ now: Date.now() + 24 * 60 * 60 * 1000 + 2_000 });
    expect(shard?.read('', 10)).toEqual([]);
    vi.useRealTimers();
  });

  it('is the same for all records of a partition key, and keys are spread over all four', () => {
    const indexes = Array.from({ length: 100 }, (_, index) => shardIndex({ S: `order-${index}` }));
    expect(new Set(indexes)).toEqual(new Set([0, 1, 2, 3]));
    expect(shardIndex({ S: 'order-1' })).toBe(indexes[1]);
  });
});

async function put(id: string, attributes: object = {}): Promise<void> {
  const { status } = await tables.call('PutItem', { TableName, Item: { pk: { S: id }, ...attributes } });
  expect(status).toBe(200);
}

function record(position: number, createdAtMs: number): StreamRecord {
  return {
    eventID: String(position),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(createdAtMs / 1000),
      Keys: { pk: { S: 'a' } },
      SequenceNumber: String(100_000_000_000_000_000_000n + BigInt(position)),
      SizeBytes: 10,
      StreamViewType: 'KEYS_ONLY',
    },
  };
}
