import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { BatchWriteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallFault } from '../../../packages/local-cloud/src/faults/fault.ts';
import { drop, hang } from '../../../packages/local-cloud/src/faults/network-faults.ts';
import { kill } from '../../../packages/local-cloud/src/faults/process-faults.ts';
import { serverError, stall, throttle } from '../../../packages/local-cloud/src/faults/service-faults.ts';
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

/** The versions of an espresso, in the order in which they were first heard. Holds on a line without a sync, which may be ahead. */
function expectAllInOrder(line: Line, id: string): void {
  expect([...new Set(versions(line, id))]).toEqual([1, 2, 3, 4, 5]);
}

describe('the update publisher', () => {
  it('is killed between reading and posting: every change is told all the same (fault 20)', async () => {
    const line = await shawn.tryToConnect();
    shop.faults.add({
      name: 'killed',
      action: 'PostToConnection',
      function: 'Notifier',
      fault: kill('before'),
      times: 1,
    });
    const { id } = await shawn.order();
    await line.hearStatus(id, 'ready');
    expectAllInOrder(line, id);
    expect(shop.faults.counts().get('killed')).toBe(1);
  });

  it('is killed between posting and the checkpoint: the same event comes twice (faults 21 and 26)', async () => {
    const line = await shawn.tryToConnect();
    shop.faults.add({
      name: 'killed again',
      action: 'PostToConnection',
      function: 'Notifier',
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
    ['a lost answer', drop('after')],
  ])('gets %s for a post: it is posted again (faults 21 and 33)', async (name, fault) => {
    const line = await shawn.tryToConnect();
    shop.faults.add({ name, action: 'PostToConnection', function: 'Notifier', fault, times: 1 });
    const { id } = await shawn.order();
    await line.hearStatus(id, 'ready');
    expectAllInOrder(line, id);
    expect(shop.faults.counts().get(name)).toBe(1);
  });

  it('cannot tell one customer: the others are told, and that one misses nothing (fault 27)', async () => {
    const line = await shawn.tryToConnect();
    const [broken] = shop.cloud.sockets.connections();
    const other = await robin.tryToConnect();
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
    const line = await shawn.tryToConnect();
    const poison = { orderId: 'poison', owner: 'shawn', notify: true, version: 1, revision: 1, history: [] };
    await shop.table.send(new PutCommand({ TableName: shop.ordersTable, Item: poison }));
    // Enough for each of the four shards.
    const orders = await Promise.all(Array.from({ length: 12 }, () => shawn.order()));
    await Promise.all(orders.map(({ id }) => line.hearStatus(id, 'ready')));
    for (const { id } of orders) expectAllInOrder(line, id);

    const { Messages } = await shop.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: shop.queueUrl('CoffeeLiveUpdatesFailedNotifications'),
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
    const announcer = announcerProcesses();
    const crowd = await shop.customer('crowd');
    const lines = await Promise.all(Array.from({ length: 25 }, () => crowd.tryToConnect()));
    await addConnections(Array.from({ length: 975 }, (_, n) => deadRow('crowd', `${n}`)));
    const { id } = await crowd.order();
    await Promise.all(lines.map((line) => line.hearStatus(id, 'ready')));
    for (const line of lines) {
      expectAllInOrder(line, id);
      line.drop();
    }
    expect(await storedConnections('crowd')).toBeLessThanOrEqual(lines.length);
    expect(announcer.endedMeanwhile()).toBe(0);
  }, 30_000);
});

async function storedConnections(owner: string): Promise<number> {
  const { Count = 0 } = await shop.table.send(
    new QueryCommand({
      TableName: shop.tableName('CoffeeApiLiveConnections'),
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': keyOf(owner) },
    }),
  );
  return Count;
}

describe('ten thousand connected customers', () => {
  it('cost nobody more: each change is one query, of the rows of its owner (fault 36)', async () => {
    const announcer = announcerProcesses();
    const crowd = Array.from({ length: 10_000 }, (_, n) => deadRow(`owner-${n}`, `${n}`));
    await addConnections(crowd);
    const customers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => shop.customer(`one-of-many-${n}`)),
    );
    const lines = await Promise.all(customers.map((customer) => customer.connect()));
    const found: number[] = [];
    const noteRows: CallFault = async (_, forward) => {
      const reply = await forward();
      if (reply !== 'drop') found.push((reply.body as { ScannedCount: number }).ScannedCount);
      return reply;
    };
    shop.faults.add({ name: 'rows', function: 'Notifier', action: 'Query', fault: noteRows });
    const orders = await Promise.all(customers.map((customer) => customer.order()));
    await Promise.all(lines.map((line, n) => line.hearStatus(orders[n]?.id ?? '', 'ready')));
    for (const [n, line] of lines.entries()) {
      expectAllInOrder(line, orders[n]?.id ?? '');
      line.drop();
    }
    // Five versions of each order, each a query that looks at one row.
    expect(found).toEqual(Array.from({ length: 20 * 5 }, () => 1));
    expect(announcer.endedMeanwhile()).toBe(0);
  }, 60_000);
});

/** How many processes of the announcer have ended since: out of memory or out of time. */
function announcerProcesses() {
  const announcer = shop.cloud.functions.all.find(({ logicalId }) => logicalId.includes('Notifier'));
  const ended = () => (announcer?.counts().coldStarts ?? 0) - (announcer?.processes().length ?? 0);
  const before = ended();
  return { endedMeanwhile: () => ended() - before };
}

/** Of a connection that ended an hour ago without a word. */
/** The table's key: tasks share it. */
const keyOf = (owner: string) => `coffee#${owner}`;

function deadRow(owner: string, connectionId: string) {
  const [connectedAt, expiresAt] = [Date.now() - 3_600_000, Math.floor(Date.now() / 1000) + 3600];
  return { owner: keyOf(owner), connectionId, connectedAt, expiresAt };
}

async function addConnections(rows: readonly ReturnType<typeof deadRow>[]): Promise<void> {
  const table = shop.tableName('CoffeeApiLiveConnections');
  for (let start = 0; start < rows.length; start += 25) {
    const requests = rows.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await shop.table.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
}

describe('an id that is guessed', () => {
  it("is answered in the same time, whether it is another's order's or none's (fault 42)", async () => {
    const { id } = await robin.order();
    const absent = '0197f3a0-0000-7000-8000-0000000000ff';
    const time = async (guess: string) => {
      const began = performance.now();
      expect((await shawn.call('GET', `/orders/${guess}`)).status).toBe(404);
      return performance.now() - began;
    };
    const differences: number[] = [];
    for (let n = 0; n < 100; n++) {
      const foreignFirst = n % 2 === 0;
      const [first, second] = foreignFirst ? [id, absent] : [absent, id];
      const difference = (await time(first)) - (await time(second));
      differences.push(foreignFirst ? difference : -difference);
    }
    const median = differences.sort((a, b) => a - b)[50] ?? Number.NaN;
    // Milliseconds, on one machine: less than a network's own differences.
    expect(Math.abs(median)).toBeLessThan(1);
  });
});

describe('an order removed by its time to live', () => {
  it('is not told of, and no late message brings it back (fault 30)', async () => {
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
    await shop.audit.until(
      body.id,
      (order) => (order.request as { drink: string }).drink === 'latte' && order.status === 'ready',
    );
  });
});

/** Ended or not, orders are kept for a month. */
function inTwoMonths(): Date {
  return new Date(Date.now() + 60 * 24 * 3_600_000);
}
