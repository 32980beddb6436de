import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { tableNames } from './tables.ts';
import type { Target } from './targets.ts';

const TableName = tableNames.events;

export function describeUpdates({ name, dynamodb }: Target): void {
  const client = DynamoDBDocumentClient.from(dynamodb);

  describe(`updates on ${name}`, () => {
    it('create what is not there', async () => {
      expect(await updated('new', undefined, 'SET a = :a', { ':a': 1 })).toEqual({ a: 1 });
    });

    it.each(updates)('%s', async (UpdateExpression, values, expected) => {
      expect(await updated(UpdateExpression, before, UpdateExpression, values)).toEqual({
        ...before,
        ...expected,
      });
    });

    it('remove an attribute, an element of a list, a field of a map', async () => {
      const { drink, ...rest } = before;
      const after = await updated('remove', before, 'REMOVE drink, steps[0], cup.lid');
      expect(after).toEqual({ ...rest, steps: ['brew'], cup: { shape: 'tall' } });
    });

    it('remove a set with its last member', async () => {
      const { tags, ...rest } = before;
      expect(await updated('last', before, 'DELETE tags :all', { ':all': tags })).toEqual(rest);
    });

    it('read all attributes as they were before', async () => {
      const after = await updated('swap', { a: 1, b: 2 }, 'SET a = b, b = a');
      expect(after).toEqual({ a: 2, b: 1 });
    });
  });

  describe(`what a write returns on ${name}`, () => {
    const Key = { pk: 'returns', sk: 'a' };

    it('is the old item, when asked for', async () => {
      const put = (n: number) =>
        client.send(new PutCommand({ TableName, Item: { ...Key, n }, ReturnValues: 'ALL_OLD' }));
      expect((await put(1)).Attributes).toBeUndefined();
      expect((await put(2)).Attributes).toEqual({ ...Key, n: 1 });
      const remove = () => client.send(new DeleteCommand({ TableName, Key, ReturnValues: 'ALL_OLD' }));
      expect((await remove()).Attributes).toEqual({ ...Key, n: 2 });
      expect((await remove()).Attributes).toBeUndefined();
    });

    it('is never the new item of a put', async () => {
      const put = new PutCommand({ TableName, Item: Key, ReturnValues: 'ALL_NEW' });
      await expect(client.send(put)).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });

  describe(`numbers on ${name}`, () => {
    const digits = '12345678901234567890123456789012345678';
    it.each([
      ['1.0', '1'],
      ['1e3', '1000'],
      ['-0', '0'],
      ['0.10', '0.1'],
      ['007', '7'],
      [digits, digits],
    ])('%s is kept as %s', async (given, kept) => {
      const Key = { pk: { S: 'number' }, sk: { S: given } };
      await dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, n: { N: given } } }));
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      expect(Item?.n).toEqual({ N: kept });
    });
  });

  async function updated(
    pk: string,
    item: object | undefined,
    UpdateExpression: string,
    ExpressionAttributeValues?: Record<string, unknown>,
  ): Promise<object> {
    const Key = { pk: `update ${pk}`, sk: 'a' };
    if (item) await client.send(new PutCommand({ TableName, Item: { ...Key, ...item } }));
    await client.send(new UpdateCommand({ TableName, Key, UpdateExpression, ExpressionAttributeValues }));
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    const { pk: _, sk, ...attributes } = Item ?? {};
    return attributes;
  }
}

const before = {
  drink: 'latte',
  amount: 10,
  tags: new Set(['hot']),
  steps: ['grind', 'brew'],
  cup: { shape: 'tall', lid: true },
};

const updates: readonly [expression: string, values: Record<string, unknown>, changes: object][] = [
  ['SET drink = :v', { ':v': 'espresso' }, { drink: 'espresso' }],
  ['SET amount = amount - :v', { ':v': 3 }, { amount: 7 }],
  ['SET amount = if_not_exists(amount, :v), more = if_not_exists(more, :v)', { ':v': 1 }, { more: 1 }],
  ['SET steps = list_append(steps, :v)', { ':v': ['pour'] }, { steps: ['grind', 'brew', 'pour'] }],
  ['SET steps = list_append(:v, steps)', { ':v': ['queue'] }, { steps: ['queue', 'grind', 'brew'] }],
  ['SET steps[0] = :v', { ':v': 'crush' }, { steps: ['crush', 'brew'] }],
  ['SET steps[9] = :v', { ':v': 'pour' }, { steps: ['grind', 'brew', 'pour'] }],
  ['SET cup.shape = :v', { ':v': 'short' }, { cup: { shape: 'short', lid: true } }],
  ['ADD amount :v', { ':v': 5 }, { amount: 15 }],
  ['ADD tags :v', { ':v': new Set(['milk']) }, { tags: new Set(['hot', 'milk']) }],
  ['DELETE tags :v', { ':v': new Set(['cold']) }, {}],
];
