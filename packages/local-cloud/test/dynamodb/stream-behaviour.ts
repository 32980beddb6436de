import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { beforeAll, describe, expect, it } from 'vitest';

export interface StreamTarget {
  readonly dynamodb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  /** An empty table with partition key `pk` (S), sort key `sk` (S) and stream NEW_AND_OLD_IMAGES. */
  readonly table: string;
}

/** What a table with a stream promises, whoever runs it: the same suite is held against AWS's DynamoDB Local. */
export function describeStreamBehaviour(name: string, open: () => Promise<StreamTarget>): void {
  describe(`the stream of a table on ${name}`, () => {
    let target: StreamTarget;

    beforeAll(async () => {
      target = await open();
    });

    it('tells an insert, a change and a removal with their images, in order', async () => {
      const key = { pk: { S: 'life' }, sk: { S: 'a' } };
      await put({ ...key, n: { N: '1' } });
      await update(key, 'SET n = n + :one', { ':one': { N: '1' } });
      await target.dynamodb.send(new DeleteItemCommand({ TableName: target.table, Key: key }));

      const records = await recordsOf('life');
      expect(records.map((record) => record.eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
      expect(records.map(({ dynamodb }) => [dynamodb?.OldImage?.n?.N, dynamodb?.NewImage?.n?.N])).toEqual([
        [undefined, '1'],
        ['1', '2'],
        ['2', undefined],
      ]);
      expect(records.map(({ dynamodb }) => dynamodb?.Keys)).toEqual([key, key, key]);
    });

    it('describes each record as AWS does', async () => {
      const item = {
        pk: { S: 'shape' },
        sk: { S: 'a' },
        list: { L: [{ M: { deep: { BOOL: true } } }, { NULL: true }] },
      };
      await put(item);

      const [record] = await recordsOf('shape');
      expect(record).toMatchObject({
        eventSource: 'aws:dynamodb',
        eventVersion: expect.stringMatching(/^1\.[01]$/),
      });
      expect(record?.eventID).toMatch(/^[0-9a-f-]{32,36}$/);
      expect(record?.dynamodb).toMatchObject({ NewImage: item, StreamViewType: 'NEW_AND_OLD_IMAGES' });
      expect(record?.dynamodb?.SequenceNumber).toMatch(/^\d{21,40}$/);
      expect(record?.dynamodb?.SizeBytes).toBeGreaterThan(0);
      expect(Math.abs(Date.now() - Number(record?.dynamodb?.ApproximateCreationDateTime))).toBeLessThan(
        60_000,
      );
      expect(record?.userIdentity).toBeUndefined();
    });

    it('says nothing of a write that changes nothing', async () => {
      const item = { pk: { S: 'same' }, sk: { S: 'a' }, n: { N: '1' } };
      await put(item);
      await put(item);
      await update({ pk: item.pk, sk: item.sk }, 'SET n = :n', { ':n': { N: '1' } });
      await target.dynamodb.send(
        new DeleteItemCommand({ TableName: target.table, Key: { pk: item.pk, sk: { S: 'none' } } }),
      );

      expect((await recordsOf('same')).map((record) => record.eventName)).toEqual(['INSERT']);
    });

    it('says nothing of a write whose condition failed', async () => {
      const item = { pk: { S: 'refused' }, sk: { S: 'a' } };
      await put(item);
      const again = put({ ...item, n: { N: '2' } }, 'attribute_not_exists(pk)');

      await expect(again).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
      expect(await recordsOf('refused')).toHaveLength(1);
    });

    it('tells every item of a batch', async () => {
      const items = ['a', 'b', 'c'].map((sk) => ({ pk: { S: 'batch' }, sk: { S: sk } }));
      await put(items[0] as Item);
      const [first, ...others] = items;
      const requests = [
        { DeleteRequest: { Key: first } },
        ...others.map((Item) => ({ PutRequest: { Item } })),
      ];
      await target.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [target.table]: requests } }));

      const told = (await recordsOf('batch')).map(
        ({ eventName, dynamodb }) => `${eventName} ${dynamodb?.Keys?.sk?.S}`,
      );
      expect(told.toSorted()).toEqual(['INSERT a', 'INSERT b', 'INSERT c', 'REMOVE a']);
    });

    it('tells each of many concurrent changes of one item once, in the order in which they took effect', async () => {
      const key = { pk: { S: 'race' }, sk: { S: 'a' } };
      await Promise.all(Array.from({ length: 40 }, () => update(key, 'ADD n :one', { ':one': { N: '1' } })));

      const told = (await recordsOf('race')).map(({ dynamodb }) => Number(dynamodb?.NewImage?.n?.N));
      expect(told).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    });

    it('leaves what a write returns to its caller as it was', async () => {
      const Key = { pk: { S: 'returned' }, sk: { S: 'a' } };
      await put({ ...Key, n: { N: '1' }, other: { S: 'x' } });
      const returned = async (
        ReturnValues: 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW',
      ) => {
        const request = { TableName: target.table, Key, ReturnValues, UpdateExpression: 'ADD n :one' };
        const values = { ExpressionAttributeValues: { ':one': { N: '1' } } };
        return (await target.dynamodb.send(new UpdateItemCommand({ ...request, ...values }))).Attributes;
      };

      expect(await returned('NONE')).toBeUndefined();
      expect(await returned('ALL_OLD')).toEqual({ ...Key, n: { N: '2' }, other: { S: 'x' } });
      expect(await returned('ALL_NEW')).toEqual({ ...Key, n: { N: '4' }, other: { S: 'x' } });
      expect(await returned('UPDATED_OLD')).toEqual({ n: { N: '4' } });
      expect(await returned('UPDATED_NEW')).toEqual({ n: { N: '6' } });
    });

    it('shows the item that a condition failed on, when asked', async () => {
      const item = { pk: { S: 'conflict' }, sk: { S: 'a' }, n: { N: '7' } };
      await put(item);
      const request = {
        TableName: target.table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk)',
      };
      const conflict = target.dynamodb.send(
        new PutItemCommand({ ...request, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      );

      await expect(conflict).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item: item });
    });

    it('is found by its table and has open shards', async () => {
      const { Streams } = await target.streams.send(new ListStreamsCommand({ TableName: target.table }));
      const [stream] = Streams ?? [];
      expect(stream?.TableName).toBe(target.table);

      const { StreamDescription } = await target.streams.send(
        new DescribeStreamCommand({ StreamArn: stream?.StreamArn }),
      );
      expect(StreamDescription).toMatchObject({
        StreamStatus: 'ENABLED',
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      });
      expect(StreamDescription?.Shards?.length).toBeGreaterThan(0);
    });

    it('starts at the newest record, at a given one, or after it', async () => {
      const key = { pk: { S: 'iterators' }, sk: { S: 'a' } };
      await put({ ...key, n: { N: '1' } });
      const shard = await shardOf('iterators');
      const latest = await iterator(shard, 'LATEST');
      await put({ ...key, n: { N: '2' } });
      await put({ ...key, n: { N: '3' } });
      const second = (await recordsOf('iterators'))[1]?.dynamodb?.SequenceNumber;

      const numbers = async (from: string | undefined) => numbersOf(await readAll(from));
      expect(await numbers(latest)).toEqual(['2', '3']);
      expect(await numbers(await iterator(shard, 'AT_SEQUENCE_NUMBER', second))).toEqual(['2', '3']);
      expect(await numbers(await iterator(shard, 'AFTER_SEQUENCE_NUMBER', second))).toEqual(['3']);
    });

    it('reads on from the next iterator without a gap and without repeating', async () => {
      const key = { pk: { S: 'pages' }, sk: { S: 'a' } };
      for (const n of ['1', '2', '3']) await put({ ...key, n: { N: n } });
      const shard = await shardOf('pages');
      const seen: StreamRecord[] = [];
      let next = await iterator(shard, 'TRIM_HORIZON');
      for (let page = 0; page < 200 && numbersOf(seen).at(-1) !== '3'; page += 1) {
        const { Records, NextShardIterator } = await target.streams.send(
          new GetRecordsCommand({ ShardIterator: next, Limit: 1 }),
        );
        expect(Records?.length).toBeLessThanOrEqual(1);
        seen.push(...(Records ?? []).filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S === 'pages'));
        next = NextShardIterator;
      }
      expect(numbersOf(seen)).toEqual(['1', '2', '3']);
    });

    it('refuses an iterator that is none', async () => {
      const reading = target.streams.send(new GetRecordsCommand({ ShardIterator: 'nonsense' }));
      await expect(reading).rejects.toThrow();
    });

    it('knows no stream of another name', async () => {
      const StreamArn =
        'arn:aws:dynamodb:us-east-1:000000000000:table/Nowhere/stream/2024-01-01T00:00:00.000';
      const describing = target.streams.send(new DescribeStreamCommand({ StreamArn }));
      await expect(describing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });

    it('does not keep the table from being read', async () => {
      const item = {
        pk: { S: 'read' },
        sk: { S: 'a' },
        bytes: { B: new Uint8Array([1, 2, 3]) },
        set: { SS: ['x', 'y'] },
      };
      await put(item);
      const { Item } = await target.dynamodb.send(
        new GetItemCommand({
          TableName: target.table,
          Key: { pk: item.pk, sk: item.sk },
          ConsistentRead: true,
        }),
      );
      expect(Item).toEqual(item);
      expect((await recordsOf('read'))[0]?.dynamodb?.NewImage).toEqual(item);
    });

    type Item = NonNullable<ConstructorParameters<typeof PutItemCommand>[0]['Item']>;

    function put(Item: Item, ConditionExpression?: string) {
      return target.dynamodb.send(new PutItemCommand({ TableName: target.table, Item, ConditionExpression }));
    }

    function update(Key: Item, UpdateExpression: string, ExpressionAttributeValues: Item) {
      const request = { TableName: target.table, Key, UpdateExpression, ExpressionAttributeValues };
      return target.dynamodb.send(new UpdateItemCommand(request));
    }

    async function streamArn(): Promise<string | undefined> {
      const { Streams } = await target.streams.send(new ListStreamsCommand({ TableName: target.table }));
      return Streams?.[0]?.StreamArn;
    }

    async function shardIds(): Promise<string[]> {
      const { StreamDescription } = await target.streams.send(
        new DescribeStreamCommand({ StreamArn: await streamArn() }),
      );
      return (StreamDescription?.Shards ?? []).flatMap(({ ShardId }) => ShardId ?? []);
    }

    async function iterator(
      ShardId: string,
      ShardIteratorType: 'TRIM_HORIZON' | 'LATEST' | 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber?: string,
    ): Promise<string | undefined> {
      const request = { StreamArn: await streamArn(), ShardId, ShardIteratorType, SequenceNumber };
      return (await target.streams.send(new GetShardIteratorCommand(request))).ShardIterator;
    }

    async function readAll(from: string | undefined): Promise<StreamRecord[]> {
      const { Records = [], NextShardIterator } = await target.streams.send(
        new GetRecordsCommand({ ShardIterator: from }),
      );
      return Records.length === 0 ? [] : [...Records, ...(await readAll(NextShardIterator))];
    }

    /** All records of one partition key: they are in one shard, and so in order. */
    async function recordsOf(pk: string): Promise<StreamRecord[]> {
      const shards = await Promise.all(
        (await shardIds()).map(async (id) => readAll(await iterator(id, 'TRIM_HORIZON'))),
      );
      return shards.flat().filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S === pk);
    }

    async function shardOf(pk: string): Promise<string> {
      const ids = await shardIds();
      const contents = await Promise.all(ids.map(async (id) => readAll(await iterator(id, 'TRIM_HORIZON'))));
      const index = contents.findIndex((records) =>
        records.some(({ dynamodb }) => dynamodb?.Keys?.pk?.S === pk),
      );
      return String(ids[index]);
    }

    function numbersOf(records: readonly StreamRecord[]): (string | undefined)[] {
      return records
        .filter(({ dynamodb }) => dynamodb?.NewImage?.n)
        .map(({ dynamodb }) => dynamodb?.NewImage?.n?.N);
    }
  });
}
