import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toItem } from '../../../adapters/dynamodb/order-item.ts';
import { dynamoDbOrderRepository } from '../../../adapters/dynamodb/order-repository.ts';
import { systemClock } from '../../../adapters/system-clock.ts';
import { BusyError } from '../../../domain/order/busy-error.ts';
import { queuedOrder } from '../../fakes/an-order.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
const table = mockClient(client);
const repository = dynamoDbOrderRepository({ client, tableName: 'orders', byOwnerIndex: 'byOwner' });
const [one, two] = [queuedOrder(), queuedOrder({ id: '0197f3a0-0000-7000-8000-000000000002' })];

let pauses: number[];

beforeEach(() => {
  table.reset();
  pauses = [];
  vi.spyOn(systemClock, 'sleep').mockImplementation((ms) => Promise.resolve(void pauses.push(ms)));
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the order repository, when the table does not do as it should', () => {
  it('takes a failed write for what it is, and not for a conflict (fault 24)', async () => {
    table.on(PutCommand).rejects(new Error('ThrottlingException'));
    await expect(repository.create(one)).rejects.toThrow('ThrottlingException');
    await expect(repository.save(one, one)).rejects.toThrow('ThrottlingException');
  });

  it('asks again for the orders that it did not get', async () => {
    table.on(QueryCommand).resolves({ Items: [{ orderId: two.id }, { orderId: one.id }] });
    table
      .on(BatchGetCommand)
      .resolvesOnce({
        Responses: { orders: [toItem(one, true)] },
        UnprocessedKeys: { orders: { Keys: [{ orderId: two.id }] } },
      })
      .resolves({ Responses: { orders: [toItem(two, true)] } });
    expect((await repository.listByOwner('shawn', { limit: 2 })).orders).toEqual([two, one]);
    expect(pauses).toEqual([25]);
  });

  it('pauses longer each time, and gives up after five tries (fault 24)', async () => {
    table.on(QueryCommand).resolves({ Items: [{ orderId: one.id }] });
    table.on(BatchGetCommand).resolves({ UnprocessedKeys: { orders: { Keys: [{ orderId: one.id }] } } });
    await expect(repository.listByOwner('shawn', { limit: 2 })).rejects.toThrow(BusyError);
    expect(table.commandCalls(BatchGetCommand)).toHaveLength(5);
    expect(pauses).toEqual([25, 50, 100, 200]);
  });

  it('lists no order that only the index still knows (fault 25)', async () => {
    table.on(QueryCommand).resolves({ Items: [{ orderId: two.id }, { orderId: one.id }] });
    table.on(BatchGetCommand).resolves({ Responses: { orders: [toItem(one, true)] } });
    expect((await repository.listByOwner('shawn', { limit: 2 })).orders).toEqual([one]);
  });
});
