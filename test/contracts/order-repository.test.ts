import { randomUUID } from 'node:crypto';
import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoDbOpenOrders } from '../../adapters/dynamodb/open-orders.ts';
import { dynamoDbOrderRepository } from '../../adapters/dynamodb/order-repository.ts';
import { dynamoDbOverdueOrders } from '../../adapters/dynamodb/overdue-orders.ts';
import type { OpenOrder, Order, OrderUnderway } from '../../domain/order/order.ts';
import { transition } from '../../domain/order/transition.ts';
import { claimed } from '../../domain/steps/lease.ts';
import { orderAtStep, queuedOrder, t0 } from '../fakes/an-order.ts';
import { InMemoryOrderRepository } from '../fakes/in-memory-order-repository.ts';
import { emulatedAws } from './emulated-aws.ts';
import { openOrdersContract } from './open-orders-contract.ts';
import { orderRepositoryContract } from './order-repository-contract.ts';
import { overdueOrdersContract } from './overdue-orders-contract.ts';

let aws: Awaited<ReturnType<typeof emulatedAws>>;

beforeAll(async () => {
  aws = await emulatedAws();
});

afterAll(() => aws.close());

const tableName = () => aws.ref('CoffeeOrdersTableOrders');
const inDynamoDb = (emulated = aws) => {
  const table = { client: emulated.table, tableName: emulated.ref('CoffeeOrdersTableOrders') };
  return {
    orders: dynamoDbOrderRepository({ ...table, byOwnerIndex: 'byOwner' }),
    open: dynamoDbOpenOrders({ ...table, indexName: 'openByOwner', consistent: true }),
    overdue: dynamoDbOverdueOrders({ ...table, indexName: 'openByDeadline' }),
  };
};

orderRepositoryContract('in memory', () => new InMemoryOrderRepository());
orderRepositoryContract('in DynamoDB', () => inDynamoDb().orders);

openOrdersContract('in memory', () => {
  const orders = new InMemoryOrderRepository();
  return { orders, open: orders };
});
openOrdersContract('in DynamoDB', () => inDynamoDb());

overdueOrdersContract('in memory', () => {
  const orders = new InMemoryOrderRepository();
  return Promise.resolve({ orders, overdue: orders });
});

const emulated: (typeof aws)[] = [];
afterAll(() => Promise.all(emulated.map((one) => one.close())));
overdueOrdersContract('in DynamoDB', async () => {
  const own = await emulatedAws();
  emulated.push(own);
  return inDynamoDb(own);
});

describe('the row of an order', () => {
  const read = async (orderId: string) =>
    (await aws.table.send(new GetCommand({ TableName: tableName(), Key: { orderId } }))).Item ?? {};

  async function rowsOf(first: OpenOrder, ...changes: Order[]) {
    const { orders } = inDynamoDb();
    await orders.create(first);
    const rows = [await read(first.id)];
    let previous: Order = first;
    for (const next of changes) {
      expect(await orders.save(next, previous)).toBe('saved');
      rows.push(await read(first.id));
      previous = next;
    }
    return rows;
  }

  it('wakes the announcer for new versions only, not for leases', async () => {
    const order = { ...orderAtStep(3), id: randomUUID() };
    const held = claimed(order, t0, 1000);
    const further = transition(held, { to: 'progress', fraction: 0.5, leaseMs: 1000 }, t0) as OrderUnderway;
    const rows = await rowsOf(order, held, further, claimed(further, t0, 1000));
    expect(rows.map(({ notify }) => notify)).toEqual([true, false, true, false]);
  });

  it('is in the indexes of open orders for as long as it is open', async () => {
    const order = queuedOrder({ id: randomUUID() });
    const rows = await rowsOf(order, transition(order, { to: 'cancelled' }, t0));
    expect(rows.map(({ openShard }) => openShard)).toEqual([expect.stringMatching(/^[0-3]$/), undefined]);
    expect(rows.map(({ openOwner }) => openOwner)).toEqual(['shawn', undefined]);
    for (const IndexName of ['openByDeadline', 'openByOwner']) {
      const { Items = [] } = await aws.table.send(new ScanCommand({ TableName: tableName(), IndexName }));
      expect(Items.map(({ orderId }) => orderId)).not.toContain(order.id);
    }
  });

  it('spreads over all shards of the one by deadline', async () => {
    const rows = await Promise.all(
      Array.from({ length: 40 }, () => rowsOf(queuedOrder({ id: randomUUID() }))),
    );
    expect(new Set(rows.flat().map(({ openShard }) => openShard)).size).toBe(4);
  });

  it('expires 30 days after the order came, in seconds', async () => {
    const [row] = await rowsOf(queuedOrder({ id: randomUUID(), createdAt: t0 + 999 }));
    expect(row?.expiresAt).toBe(t0 / 1000 + 30 * 24 * 60 * 60);
  });

  it('keeps the time in the index as the order keeps it', async () => {
    const id = randomUUID();
    const [row] = await rowsOf(queuedOrder({ id }));
    expect(row?.placed).toBe(`2026-01-01T08:00:00.000Z#${id}`);
  });
});
