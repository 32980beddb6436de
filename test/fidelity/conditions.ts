import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
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

export function describeConditions({ name, dynamodb }: Target): void {
  const client = DynamoDBDocumentClient.from(dynamodb);

  describe(`conditions on ${name}`, () => {
    it('let an item be created once', async () => {
      const Item = { pk: 'once', sk: 'a', n: 1 };
      const create = { TableName, ConditionExpression: 'attribute_not_exists(pk)' };
      await client.send(new PutCommand({ ...create, Item }));
      const again = client.send(new PutCommand({ ...create, Item: { ...Item, n: 2 } }));
      await expect(again).rejects.toBeInstanceOf(ConditionalCheckFailedException);
      expect(await read('once')).toEqual(Item);
    });

    it('let one of many concurrent writers through', async () => {
      await client.send(new PutCommand({ TableName, Item: { pk: 'race to write', sk: 'a', revision: 1 } }));
      const writes = Array.from({ length: 20 }, (_, writer) =>
        client.send(
          new PutCommand({
            TableName,
            Item: { pk: 'race to write', sk: 'a', revision: 2, writer },
            ConditionExpression: 'revision = :revision',
            ExpressionAttributeValues: { ':revision': 1 },
          }),
        ),
      );
      const outcomes = await Promise.allSettled(writes);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      expect(await read('race to write')).toMatchObject({ revision: 2, writer: winner });
    });

    it('on what is not there fail, for updates and removals too', async () => {
      const Key = { pk: 'nothing', sk: 'a' };
      const condition = { ConditionExpression: 'n = :n', ExpressionAttributeValues: { ':n': 1 } };
      const update = { ...condition, UpdateExpression: 'SET n = :n' };
      const name = 'ConditionalCheckFailedException';
      await expect(client.send(new UpdateCommand({ TableName, Key, ...update }))).rejects.toMatchObject({
        name,
      });
      await expect(client.send(new DeleteCommand({ TableName, Key, ...condition }))).rejects.toMatchObject({
        name,
      });
      expect(await read('nothing')).toBeUndefined();
    });

    it.each(expressions)('%s: %s', async (ConditionExpression, holds) => {
      const pk = `expression ${ConditionExpression}`;
      await client.send(new PutCommand({ TableName, Item: { pk, sk: 'a', ...attributes } }));
      const used = Object.entries(values).filter(([value]) => ConditionExpression.match(`${value}\\b`));
      const update = client.send(
        new UpdateCommand({
          TableName,
          Key: { pk, sk: 'a' },
          UpdateExpression: 'SET touched = :yes',
          ConditionExpression,
          ExpressionAttributeValues: { ':yes': true, ...Object.fromEntries(used) },
        }),
      );
      expect(await update.then(() => true, nameOf)).toBe(holds || 'ConditionalCheckFailedException');
    });
  });

  async function read(pk: string) {
    const { Item } = await client.send(
      new GetCommand({ TableName, Key: { pk, sk: 'a' }, ConsistentRead: true }),
    );
    return Item;
  }
}

const attributes = {
  word: 'latte',
  amount: 10,
  absent: null,
  tags: new Set(['hot', 'milk']),
  sizes: new Set([1, 2]),
  steps: [{ kind: 'grinding' }, { kind: 'brewing' }],
  cup: { shape: 'tall' },
  bytes: new Uint8Array([1, 2, 3]),
};

const values = {
  ':latte': 'latte',
  ':la': 'la',
  ':nine': 9,
  ':ten': 10,
  ':tenText': '10',
  ':milk': 'milk',
  ':two': 2,
  ':brewing': 'brewing',
  ':tall': 'tall',
  ':null': null,
  ':string': 'S',
};

const expressions: readonly [expression: string, holds: boolean][] = [
  ['word = :latte', true],
  ['word <> :latte', false],
  ['lid <> :latte', true],
  ['lid = :latte', false],
  ['amount > :nine', true],
  ['amount >= :ten AND amount <= :ten', true],
  ['amount = :tenText', false],
  ['amount < :tenText', false],
  ['amount BETWEEN :nine AND :ten', true],
  ['amount IN (:nine, :ten)', true],
  ['NOT amount IN (:nine)', true],
  ['word = :la OR amount = :ten AND word = :latte', true],
  ['(word = :latte OR amount = :nine) AND word = :la', false],
  ['begins_with(word, :la)', true],
  ['contains(word, :la)', true],
  ['contains(tags, :milk)', true],
  ['contains(tags, :la)', false],
  ['contains(sizes, :two)', true],
  ['size(word) < :nine', true],
  ['size(steps) = :two', true],
  ['size(bytes) > :two', true],
  ['attribute_exists(absent)', true],
  ['absent = :null', true],
  ['attribute_not_exists(cup.lid)', true],
  ['attribute_type(word, :string)', true],
  ['steps[1].kind = :brewing', true],
  ['steps[7].kind = :brewing', false],
  ['cup.shape = :tall', true],
];

function nameOf({ name }: Error): string {
  return name;
}
