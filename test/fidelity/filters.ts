import { randomUUID } from 'node:crypto';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { orderFromImage } from '../../adapters/dynamodb/order-from-image.ts';
import { dynamoDbOrderRepository } from '../../adapters/dynamodb/order-repository.ts';
import type { OrderUnderway } from '../../domain/order/order.ts';
import { transition } from '../../domain/order/transition.ts';
import { claimed, released, renewed } from '../../domain/steps/lease.ts';
import { passes } from '../../packages/local-cloud/src/event-sources/filter-criteria.ts';
import { toStreamEventRecord } from '../../packages/local-cloud/src/event-sources/stream/stream-record.ts';
import { orderAtStep, t0 } from '../fakes/an-order.ts';
import { readStream } from './read-stream.ts';
import { announcerFilter, tableNames } from './tables.ts';
import type { Target } from './targets.ts';

/** What the announcer of the template gets to see of an order's life. */
export function describeFilters({ name, dynamodb, streams }: Target): void {
  const client = DynamoDBDocumentClient.from(dynamodb);

  describe(`the filter of the orders' stream on ${name}`, () => {
    it('lets every version of an order through, as it was saved, and no write of a lease', async () => {
      const id = randomUUID();
      // DynamoDB Local 3 loses the type of an empty map on the way into the stream, DynamoDB does not:
      // https://github.com/awslabs/amazon-dynamodb-local-samples/issues/37
      const steaming = orderAtStep(3, { id, results: { grinding: 'fine' } });
      const held = claimed(steaming, t0, 1000);
      const further = transition(held, { to: 'progress', fraction: 0.5, leaseMs: 1000 }, t0) as OrderUnderway;
      const kept = renewed(further, t0, 2000);
      const free = released(kept, { page: 2 });
      const ready = transition(free, { to: 'next', result: { label: 'SHAWN' } }, t0);

      const orders = dynamoDbOrderRepository({ client, tableName: tableNames.orders });
      await orders.create(steaming);
      let previous = steaming;
      for (const next of [held, further, kept, free, ready]) {
        expect(await orders.save(next, previous)).toBe('saved');
        previous = next as OrderUnderway;
      }

      const records = await recordsOf(id);
      expect(records).toHaveLength(6);
      const announced = records.filter((record) => passes(announcerFilter, record));
      expect(announced.map((record) => orderFromImage(record.dynamodb?.NewImage ?? {}))).toEqual([
        steaming,
        further,
        ready,
      ]);
    });

    it('lets no removal through', async () => {
      const Key = { orderId: randomUUID() };
      await client.send(new PutCommand({ TableName: tableNames.orders, Item: { ...Key, notify: true } }));
      await client.send(new DeleteCommand({ TableName: tableNames.orders, Key }));
      const records = await recordsOf(Key.orderId);
      expect(records.map((record) => [record.eventName, passes(announcerFilter, record)])).toEqual([
        ['INSERT', true],
        ['REMOVE', false],
      ]);
    });
  });

  async function recordsOf(id: string) {
    const records = await readStream(streams, tableNames.orders);
    return records
      .filter(({ dynamodb: change }) => change?.Keys?.orderId?.S === id)
      .map((record) => toStreamEventRecord(record, 'arn:aws:dynamodb:us-east-1:000000000000:table/Orders'));
  }
}
