import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  paginateScan,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from './tables.ts';
import type { Target } from './targets.ts';

const TableName = tableNames.shelf;
const places = [-1, 0, 2, 2.5, 10, 100];

export function describeQueries({ name, dynamodb }: Target): void {
  const client = DynamoDBDocumentClient.from(dynamodb);

  describe(`queries on ${name}`, () => {
    beforeAll(async () => {
      const items = places.map((place) => ({
        shelf: 'top',
        place,
        parity: place % 2 === 0 ? 'even' : 'odd',
      }));
      await write([...items, { shelf: 'other', place: 1 }]);
    });

    it('sort numbers as numbers, both ways', async () => {
      expect(await placesOf({})).toEqual(places);
      expect(await placesOf({ ScanIndexForward: false })).toEqual(places.toReversed());
    });

    it.each([
      ['place = :a', { ':a': 10 }, [10]],
      ['place < :a', { ':a': 2 }, [-1, 0]],
      ['place >= :a', { ':a': 10 }, [10, 100]],
      ['place BETWEEN :a AND :b', { ':a': 0, ':b': 2.5 }, [0, 2, 2.5]],
    ])('find by %s', async (condition, values, found) => {
      expect(await placesOf({ where: condition, values })).toEqual(found);
    });

    it('go on where the page before ended, without a gap and without repeating', async () => {
      const seen: unknown[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await query({ Limit: 4, ...(start && { ExclusiveStartKey: start }) });
        expect(page.Items?.length).toBeLessThanOrEqual(4);
        seen.push(...(page.Items ?? []).map(({ place }) => place));
        start = page.LastEvaluatedKey;
      } while (start);
      expect(seen).toEqual(places);
    });

    it('name the last key of a page that is just full', async () => {
      const { LastEvaluatedKey } = await query({ Limit: places.length });
      expect(LastEvaluatedKey).toEqual({ shelf: 'top', place: 100 });
      expect((await query({ Limit: places.length + 1 })).LastEvaluatedKey).toBeUndefined();
    });

    it('go on after a key that is not there any more', async () => {
      expect(await placesOf({ ExclusiveStartKey: { shelf: 'top', place: 5 } })).toEqual([10, 100]);
    });

    it('filter after they have counted', async () => {
      const page = await query({
        Limit: 3,
        FilterExpression: 'parity = :even',
        values: { ':even': 'even' },
      });
      expect(page).toMatchObject({ Count: 2, ScannedCount: 3, LastEvaluatedKey: { place: 2 } });
    });

    it('count without items, and give single attributes', async () => {
      const { Count, Items: none } = await query({ Select: 'COUNT' });
      expect({ Count, none }).toEqual({ Count: places.length, none: undefined });
      const { Items } = await query({ ProjectionExpression: 'place', Limit: 1 });
      expect(Items).toEqual([{ place: -1 }]);
    });

    it('end a page after one megabyte', async () => {
      await write(
        Array.from({ length: 5 }, (_, place) => ({ shelf: 'heavy', place, text: 'x'.repeat(300_000) })),
      );
      const { Items, LastEvaluatedKey } = await query({ shelf: 'heavy' });
      expect(Items?.length).toBeLessThan(5);
      const { Items: rest } = await query({ shelf: 'heavy', ExclusiveStartKey: LastEvaluatedKey });
      expect([...(Items ?? []), ...(rest ?? [])].map(({ place }) => place)).toEqual([0, 1, 2, 3, 4]);
    });

    it('still give what has outlived its time to live', async () => {
      await write([{ shelf: 'expired', place: 1, expiresAt: 1000 }]);
      expect(await placesOf({ shelf: 'expired' })).toEqual([1]);
    });
  });

  describe(`scans on ${name}`, () => {
    it('give every item once over all segments', async () => {
      await write(Array.from({ length: 20 }, (_, place) => ({ shelf: `scan ${place}`, place })));
      const segments = await Promise.all([0, 1, 2].map((Segment) => scan({ Segment, TotalSegments: 3 })));
      const found = segments.flat().map(({ place }) => Number(place));
      expect(found.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, place) => place));
    });
  });

  type Query = Partial<QueryCommandInput> & {
    shelf?: string;
    where?: string;
    values?: Record<string, unknown>;
  };

  function query({ shelf = 'top', where, values, ...rest }: Query) {
    const KeyConditionExpression = ['shelf = :shelf', ...(where ? [where] : [])].join(' AND ');
    const ExpressionAttributeValues = { ':shelf': shelf, ...values };
    return client.send(
      new QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues, ...rest }),
    );
  }

  async function placesOf(request: Query): Promise<unknown[]> {
    return ((await query(request)).Items ?? []).map(({ place }) => place);
  }

  async function scan(segment: { Segment: number; TotalSegments: number }) {
    const found: Record<string, unknown>[] = [];
    const FilterExpression = 'begins_with(shelf, :scan)';
    const ExpressionAttributeValues = { ':scan': 'scan ' };
    const pages = paginateScan(
      { client },
      { TableName, ...segment, FilterExpression, ExpressionAttributeValues },
    );
    for await (const { Items = [] } of pages) found.push(...Items);
    return found;
  }

  function write(items: readonly object[]) {
    const RequestItems = { [TableName]: items.map((Item) => ({ PutRequest: { Item: { ...Item } } })) };
    return client.send(new BatchWriteCommand({ RequestItems }));
  }
}
