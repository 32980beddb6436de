import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { tableNames } from './tables.ts';
import type { Target } from './targets.ts';

const TableName = tableNames.shelf;

export function describeBatches({ name, dynamodb }: Target): void {
  const client = DynamoDBDocumentClient.from(dynamodb);

  describe(`batches on ${name}`, () => {
    it('write, remove and read many items, of several tables, and leave out what is not there', async () => {
      const items = range(25).map((place) => ({ shelf: 'batch', place }));
      await write(items.map((Item) => ({ PutRequest: { Item } })));
      await write([
        { DeleteRequest: { Key: items[0] } },
        { PutRequest: { Item: { ...items[1], redrive: true } } },
      ]);

      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({
          RequestItems: {
            [TableName]: { Keys: items, ConsistentRead: true },
            [tableNames.events]: { Keys: [{ pk: 'nobody', sk: 'a' }] },
          },
        }),
      );
      const found = Responses?.[TableName]?.toSorted((a, b) => a.place - b.place);
      expect(found).toEqual([{ ...items[1], redrive: true }, ...items.slice(2)]);
      expect(Responses?.[tableNames.events]).toEqual([]);
      expect(UnprocessedKeys).toEqual({});
    });

    it('read single attributes', async () => {
      await write([{ PutRequest: { Item: { shelf: 'part', place: 1, colour: 'red', name: 'x' } } }]);
      const { Responses } = await client.send(
        new BatchGetCommand({
          RequestItems: {
            [TableName]: { Keys: [{ shelf: 'part', place: 1 }], ProjectionExpression: 'colour' },
          },
        }),
      );
      expect(Responses?.[TableName]).toEqual([{ colour: 'red' }]);
    });

    it('refuse the same item twice, and change nothing', async () => {
      const Item = { shelf: 'twice', place: 1 };
      await expect(write([{ PutRequest: { Item } }, { PutRequest: { Item } }])).rejects.toMatchObject(
        refused,
      );
      await expect(read([Item, Item])).rejects.toMatchObject(refused);
      const { Item: found } = await client.send(new GetCommand({ TableName, Key: Item }));
      expect(found).toBeUndefined();
    });

    it('refuse more than 25 writes, more than 100 reads, and none at all', async () => {
      const keys = range(101).map((place) => ({ shelf: 'many', place }));
      await expect(write(keys.slice(0, 26).map((Item) => ({ PutRequest: { Item } })))).rejects.toMatchObject(
        refused,
      );
      await expect(read(keys)).rejects.toMatchObject(refused);
      await expect(write([])).rejects.toMatchObject(refused);
      await expect(read([])).rejects.toMatchObject(refused);
    });
  });

  const refused = { name: 'ValidationException' };

  function write(requests: NonNullable<BatchWriteCommand['input']['RequestItems']>[string]) {
    return client.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  }

  function read(Keys: Record<string, unknown>[]) {
    return client.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }));
  }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
