import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { tableNames } from './tables.ts';
import type { Target } from './targets.ts';

const TableName = tableNames.shelf;

export function describeIndexes({ name, dynamodb }: Target): void {
  const client = DynamoDBDocumentClient.from(dynamodb);

  describe(`secondary indexes on ${name}`, () => {
    it('hold only items that have both of their keys', async () => {
      await put({ shelf: 'sparse', place: 1, kind: 'sparse', weight: 5 });
      await put({ shelf: 'sparse', place: 2, kind: 'sparse' });
      await put({ shelf: 'sparse', place: 3, weight: 5 });
      expect(await placesOf('sparse')).toEqual([1]);
    });

    it('lose an item together with its key, and get it back', async () => {
      const Key = { shelf: 'leaving', place: 1 };
      await put({ ...Key, kind: 'leaving', weight: 5 });
      await client.send(new UpdateCommand({ TableName, Key, UpdateExpression: 'REMOVE kind' }));
      expect(await placesOf('leaving')).toEqual([]);
      await put({ ...Key, kind: 'leaving', weight: 6 });
      expect(await placesOf('leaving')).toEqual([1]);
      await client.send(new DeleteCommand({ TableName, Key }));
      expect(await placesOf('leaving')).toEqual([]);
    });

    it('follow a changed key', async () => {
      await put({ shelf: 'moving', place: 1, kind: 'moving', weight: 1 });
      await put({ shelf: 'moving', place: 2, kind: 'moving', weight: 2 });
      await put({ shelf: 'moving', place: 1, kind: 'moving', weight: 3 });
      expect(await placesOf('moving')).toEqual([2, 1]);
    });

    it('give what is projected into them', async () => {
      const item = {
        shelf: 'projected',
        place: 1,
        kind: 'projected',
        weight: 5,
        name: 'Shawn',
        size: 'large',
      };
      const { size, ...withName } = item;
      const { name: _, ...keysOnly } = withName;
      await put(item);
      expect((await query('projected')).Items).toEqual([keysOnly]);
      expect((await query('projected', { IndexName: 'byWeightWithName' })).Items).toEqual([withName]);
      expect((await query('projected', { IndexName: 'byWeightWithAll' })).Items).toEqual([item]);
    });

    it('page through items with the same index keys', async () => {
      for (const place of [1, 2, 3, 4, 5]) await put({ shelf: 'equal', place, kind: 'equal', weight: 7 });
      const seen: unknown[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await query('equal', { Limit: 2, ExclusiveStartKey });
        seen.push(...(page.Items ?? []).map(({ place }) => place));
        ExclusiveStartKey = page.LastEvaluatedKey;
        if (ExclusiveStartKey) {
          expect(Object.keys(ExclusiveStartKey).toSorted()).toEqual(['kind', 'place', 'shelf', 'weight']);
        }
      } while (ExclusiveStartKey);
      expect(seen.toSorted()).toEqual([1, 2, 3, 4, 5]);
    });

    it('find a range, newest first', async () => {
      for (const weight of [9, 10, 11, 100]) {
        await put({ shelf: 'range', place: weight, kind: 'range', weight });
      }
      const { Items } = await query('range', {
        KeyConditionExpression: 'kind = :kind AND weight <= :most',
        ExpressionAttributeValues: { ':kind': 'range', ':most': 11 },
        ScanIndexForward: false,
        Limit: 2,
      });
      expect(Items?.map(({ place }) => place)).toEqual([11, 10]);
    });

    it.each([
      ['a consistent read', { ConsistentRead: true }],
      ['an index that is not there', { IndexName: 'byColour' }],
    ])('refuse %s', async (_, request) => {
      await expect(query('sparse', request)).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('refuse an item whose index key is of another type', async () => {
      const wrong = put({ shelf: 'wrong', place: 1, kind: 7, weight: 5 });
      await expect(wrong).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });

  function put(Item: Record<string, unknown>) {
    return client.send(new PutCommand({ TableName, Item }));
  }

  function query(kind: string, request: Partial<QueryCommandInput> = {}) {
    return client.send(
      new QueryCommand({
        TableName,
        IndexName: 'byWeight',
        KeyConditionExpression: 'kind = :kind',
        ExpressionAttributeValues: { ':kind': kind },
        ...request,
      }),
    );
  }

  async function placesOf(kind: string): Promise<unknown[]> {
    return ((await query(kind)).Items ?? []).map(({ place }) => place);
  }
}
