import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { tableNames } from './tables.ts';
import type { Target } from './targets.ts';

const TableName = tableNames.events;
const Key = { pk: { S: 'not taken' }, sk: { S: 'a' } };
const set = { UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': { N: '1' } } };

/** What DynamoDB does not take, by the name of its error. */
export function describeRefusals({ name, dynamodb }: Target): void {
  describe(`refusals of ${name}`, () => {
    it.each(puts)('a put of %s', async (_, Item) => {
      const put = dynamodb.send(new PutItemCommand({ TableName, Item: Item as never }));
      await expect(put).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it.each(updates)('an update with %s', async (_, request) => {
      const update = dynamodb.send(new UpdateItemCommand({ TableName, Key, ...(request as object) }));
      await expect(update).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it.each(queries)('a query with %s', async (_, request) => {
      const query = dynamodb.send(new QueryCommand({ TableName, ...request }));
      await expect(query).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('none of a value in 31 maps', async () => {
      const deep = nested(31, (M) => ({ M: { a: M } })) as never;
      const Item = { pk: { S: 'deep' }, sk: { S: 'a' }, deep };
      await dynamodb.send(new PutItemCommand({ TableName, Item }));
      const { Item: stored } = await dynamodb.send(
        new GetItemCommand({ TableName, Key: { pk: { S: 'deep' }, sk: { S: 'a' } } }),
      );
      expect(stored).toEqual(Item);
    });

    it('an update that does not fit the item', async () => {
      await dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, text: { S: 'x' } } }));
      const add = { UpdateExpression: 'ADD #t :a', ExpressionAttributeNames: { '#t': 'text' } };
      const update = dynamodb.send(new UpdateItemCommand({ TableName, Key, ...set, ...add }));
      await expect(update).rejects.toMatchObject({ name: 'ValidationException' });
      const deep = { ...set, UpdateExpression: 'SET lid.deep = :a' };
      const nested = dynamodb.send(new UpdateItemCommand({ TableName, Key, ...deep }));
      await expect(nested).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('a table that is not there', async () => {
      const nowhere = { TableName: 'Nowhere', Key };
      for (const command of [
        new GetItemCommand(nowhere),
        new DeleteItemCommand(nowhere),
        new UpdateItemCommand({ ...nowhere, ...set }),
        new PutItemCommand({ TableName: 'Nowhere', Item: Key }),
      ]) {
        const call = dynamodb.send(command as GetItemCommand);
        await expect(call).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
      }
    });
  });
}

/** A string in so many maps or lists. */
function nested(levels: number, wrap: (value: object) => object): object {
  let value: object = { S: 'x' };
  for (let n = 0; n < levels; n += 1) value = wrap(value);
  return value;
}

const puts: readonly [what: string, item: object][] = [
  ['an item without its key', { pk: { S: 'x' } }],
  ['an item whose key is of another type', { ...Key, sk: { N: '1' } }],
  ['an item with an empty key', { ...Key, sk: { S: '' } }],
  ['an item with an empty set', { ...Key, tags: { SS: [] } }],
  ['an item with a set that repeats itself', { ...Key, tags: { SS: ['x', 'x'] } }],
  ['an item over 400 KB', { ...Key, text: { S: 'x'.repeat(410_000) } }],
  ['a number of 39 digits', { ...Key, n: { N: '123456789012345678901234567890123456789' } }],
  ['a number that is none', { ...Key, n: { N: 'ten' } }],
  ['a number too large', { ...Key, n: { N: '1e126' } }],
  ['a value in 32 maps', { ...Key, deep: nested(32, (M) => ({ M: { a: M } })) }],
  ['a value in 32 lists', { ...Key, deep: nested(32, (one) => ({ L: [one] })) }],
  ['a key over 1024 bytes', { ...Key, sk: { S: 'x'.repeat(1025) } }],
];

const updates: readonly [what: string, request: object][] = [
  ['a value that is not given', { UpdateExpression: 'SET a = :a' }],
  ['a value that is not used', { ...set, ExpressionAttributeValues: { ':a': { N: '1' }, ':b': { N: '1' } } }],
  [
    'a value in 32 maps',
    { ...set, ExpressionAttributeValues: { ':a': nested(32, (M) => ({ M: { a: M } })) } },
  ],
  ['a reserved word', { ...set, UpdateExpression: 'SET owner = :a, status = :a' }],
  ['bad syntax', { ...set, UpdateExpression: 'SET a == :a' }],
  ['an empty expression', { UpdateExpression: '' }],
  ['a part of the key', { ...set, UpdateExpression: 'SET sk = :a' }],
  ['the same path twice', { ...set, UpdateExpression: 'SET a = :a, a = :a' }],
  ['paths within each other', { ...set, UpdateExpression: 'SET a = :a, a.b = :a' }],
  ['another key than the table has', { ...set, Key: { id: { S: 'x' } } }],
];

const byKey = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'x' } } };

const queries: readonly [what: string, request: object][] = [
  ['no partition key', { ...byKey, KeyConditionExpression: 'sk = :pk' }],
  ['a range of the partition key', { ...byKey, KeyConditionExpression: 'pk > :pk' }],
  ['an attribute that is no key', { ...byKey, KeyConditionExpression: 'pk = :pk AND colour = :pk' }],
  ['a key of another type', { ...byKey, ExpressionAttributeValues: { ':pk': { N: '1' } } }],
  ['a filter on a key', { ...byKey, FilterExpression: 'sk = :pk' }],
  ['a limit of 0', { ...byKey, Limit: 0 }],
  ['a start that is no key', { ...byKey, ExclusiveStartKey: { pk: { S: 'x' } } }],
  ['a start in another partition', { ...byKey, ExclusiveStartKey: { pk: { S: 'y' }, sk: { S: 'a' } } }],
];
