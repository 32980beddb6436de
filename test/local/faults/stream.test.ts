import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { BatchWriteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { hang } from '../../../local/faults/network-faults.ts';
import { kill } from '../../../local/faults/process-faults.ts';
import { serverError, throttle } from '../../../local/faults/service-faults.ts';
import { stall } from '../../../local/faults/stream-faults.ts';
import type { Customer } from '../../faults/customer.ts';
import type { Line } from '../../faults/line.ts';
import { openShop, type Shop, storedOrders } from '../../faults/shop.ts';

let shop: Shop;
let shawn: Customer;
let robin: Customer;

beforeAll(async () => {
  shop = await openShop();
  shawn = await shop.customer('shawn');
  robin = await shop.customer('robin');
});
afterEach(() => {
  shop.faults.off();
  for (const line of [...shawn.lines, ...robin.lines]) line.drop();
});
afterAll(() => shop.close());

const versions = (line: Line, id: string) => line.eventsOf(id).map(({ data }) => data.order.version);

/** The versions of an espresso, in the order in which they were first heard. */
function expectAllInOrder(line: Line, id: string): void {
  expect([...new Set(versions(line, id))]).toEqual([1, 2, 3, 4, 5]);
}

describe('the announcer', () => {
  it('is killed between reading and posting: every change is told all the same (fault 20)', async () => {
    const line = await shawn.connect();
    shop.faults.add({
      name: 'killed',
      action: 'PostToConnection',
      function: 'Announcer',
      fault: kill('before'),
      times: 1,
    });
    const { id } = await shawn.order();
    await line.hearStatus(id, 'ready');
    expectAllInOrder(line, id);
    expect(shop.faults.counts().get('killed')).toBe(1);
  });

  it('is killed between posting and the checkpoint: the same event comes twice (faults 21 and 26)', async () => {
    const line = await shawn.connect();
    shop.faults.add({
      name: 'killed again',
      action: 'PostToConnection',
      function: 'Announcer',
      fault: kill('after'),
      times: 1,
    });
    const { id } = await shawn.order();
    await line.hearStatus(id, 'ready');
    expectAllInOrder(line, id);
    const [first, ...others] = line.eventsOf(id).filter(({ data }) => data.order.version === 1);
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) expect(other).toEqual(first);
  });

  it.each([
    ['429', throttle],
    ['5xx', serverError('before')],
    ['no answer', hang('before')],
  ])('gets %s for a post: it is posted again (fault 33)', async (name, fault) => {
    const line = await shawn.connect();
    shop.faults.add({ name, action: 'PostToConnection', function: 'Announcer', fault, times: 1 });
    const { id } = await shawn.order();
    await line.hearStatus(id, 'ready');
    expectAllInOrder(line, id);
    expect(shop.faults.counts().get(name)).toBe(1);
  });

  it('cannot tell one customer: the others are told, and that one misses nothing (fault 27)', async () => {
    const line = await shawn.connect();
    const [broken] = shop.cloud.sockets.connections();
    const other = await robin.connect();
    shop.faults.add({
      name: 'broken',
      action: 'PostToConnection',
      where: ({ body }) => body.ConnectionId === broken,
      fault: throttle,
      // Three tries in each of five deliveries: after a sixth the record would be given up.
      times: 15,
    });
    const { id } = await shawn.order();
    await vi.waitFor(() => expect(shop.faults.counts().get('broken')).toBeGreaterThan(0), 5000);
    const theirs = await robin.order();
    await other.hearStatus(theirs.id, 'ready');
    expectAllInOrder(other, theirs.id);
    await line.hearStatus(id, 'ready');
    expectAllInOrder(line, id);
    expect(shop.faults.counts().get('broken')).toBe(15);
  }, 20_000);
});

describe('a record that can never be announced', () => {
  it('is named in the failure destination, and its shard goes on (fault 28)', async () => {
    const line = await shawn.connect();
    const poison = { orderId: 'poison', owner: 'shawn', wake: true, version: 1, revision: 1, history: [] };
    await shop.table.send(new PutCommand({ TableName: shop.ordersTable, Item: poison }));
    // Enough for each of the four shards.
    const orders = await Promise.all(Array.from({ length: 12 }, () => shawn.order()));
    await Promise.all(orders.map(({ id }) => line.hearStatus(id, 'ready')));
    for (const { id } of orders) expectAllInOrder(line, id);

    const { Messages } = await shop.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: shop.queueUrl('PickupBoardLostAnnouncements'),
        WaitTimeSeconds: 15,
      }),
    );
    const { requestContext, DDBStreamBatchInfo } = JSON.parse(Messages?.[0]?.Body ?? '{}');
    expect(requestContext.condition).toBe('RetryAttemptsExhausted');
    expect(DDBStreamBatchInfo).toMatchObject({ batchSize: 1, startSequenceNumber: expect.any(String) });
  }, 30_000);
});

describe('a stream that stands still', () => {
  it('hides nothing: reading and sync show the truth, and the events follow (P4, fault 29)', async () => {
    const line = await shawn.tryToConnect();
    const undo = shop.faults.add({ name: 'stalled', action: 'GetRecords', fault: stall });
    const { id } = await shawn.order();
    await shop.audit.until(id, ({ status }) => status === 'ready');
    expect(await shawn.read(id)).toMatchObject({ status: 'ready', version: 5 });
    line.say({ action: 'sync', seen: { [id]: 1 } });
    await line.hearStatus(id, 'ready');
    expect(versions(line, id)).toEqual([5]);
    undo();
    await line.hear(({ subject, data }) => subject === id && data.order.version === 4);
  });
});

describe('a customer with a thousand connections, most of them dead', () => {
  it('hears of every change on all others, and the dead are forgotten (fault 36)', async () => {
    const announcer = shop.cloud.functions.all.find(({ logicalId }) => logicalId.includes('Announcer'));
    const ended = () => (announcer?.counts().coldStarts ?? 0) - (announcer?.processes().length ?? 0);
    const before = ended();
    const crowd = await shop.customer('crowd');
    const lines = await Promise.all(Array.from({ length: 25 }, () => crowd.connect()));
    await connectionsOf('crowd', 975);
    const { id } = await crowd.order();
    await Promise.all(lines.map((line) => line.hearStatus(id, 'ready')));
    for (const line of lines) {
      expectAllInOrder(line, id);
      line.drop();
    }
    expect(await storedConnections('crowd')).toBeLessThanOrEqual(lines.length);
    // Out of memory or out of time none of the announcer's processes ended.
    expect(ended()).toBe(before);
  }, 30_000);
});

async function storedConnections(owner: string): Promise<number> {
  const { Count = 0 } = await shop.table.send(
    new QueryCommand({
      TableName: shop.tableName('PickupBoardConnections'),
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': owner },
    }),
  );
  return Count;
}

/** Rows of connections that ended long ago without a word. */
async function connectionsOf(owner: string, count: number): Promise<void> {
  const [connectedAt, expiresAt] = [Date.now() - 3_600_000, Math.floor(Date.now() / 1000) + 3600];
  const rows = Array.from({ length: count }, (_, n) => ({
    owner,
    connectionId: `${n}`,
    connectedAt,
    expiresAt,
  }));
  const table = shop.tableName('PickupBoardConnections');
  for (let start = 0; start < rows.length; start += 25) {
    const requests = rows.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await shop.table.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
}

describe('an order removed by its time to live', () => {
  it('is not told of, and no late slip brings it back (fault 30)', async () => {
    const { id } = await shawn.order('cold-brew');
    await shop.cloud.tables.expire(inTwoMonths());
    await vi.waitFor(() => {
      const ends = shop.logged.filter(({ message }) => message.orderId === id && message.because === 'gone');
      expect(ends).toHaveLength(1);
    }, 5000);
    const left = await storedOrders(shop.table, shop.ordersTable);
    expect(left.map((order) => order.id)).not.toContain(id);
    expect((await shawn.call('GET', `/orders/${id}`)).status).toBe(404);
    const line = await shawn.connect();
    const next = await shawn.order();
    await line.hearStatus(next.id, 'ready');
    expect(versions(line, id)).toEqual([]);
  });

  it('frees its Idempotency-Key for a new order (fault 47)', async () => {
    const { id } = await shawn.order('espresso', 'forty-seven');
    await shop.audit.until(id, ({ status }) => status === 'ready');
    expect((await shawn.tryOrder('latte', 'forty-seven')).status).toBe(422);
    await shop.cloud.tables.expire(inTwoMonths());
    const { status, body } = await shawn.tryOrder('latte', 'forty-seven');
    expect(status).toBe(202);
    expect(body).toMatchObject({ drink: 'latte', status: 'queued', version: 1 });
    await shop.audit.until(body.id, (order) => order.drink === 'latte' && order.status === 'ready');
  });
});

/** Ended or not, orders are kept for a month. */
function inTwoMonths(): Date {
  return new Date(Date.now() + 60 * 24 * 3_600_000);
}
