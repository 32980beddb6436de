import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { CoffeeClient } from '../../../coffee/client/index.ts';
import type { CallFault } from '../../../packages/local-cloud/src/faults/fault.ts';
import { serverError } from '../../../packages/local-cloud/src/faults/service-faults.ts';
import type { Customer } from '../../faults/customer.ts';
import { openShop, type Shop } from '../../faults/shop.ts';

let shop: Shop;
let connectionsTable: string;

/** In place of AWS's ten minutes and two hours. */
const limits = { idleMs: 1500, lifetimeMs: 2500 };

beforeAll(async () => {
  shop = await openShop({ limits });
  connectionsTable = shop.tableName('CoffeeApiLiveConnections');
});
afterAll(() => shop.close());

/** Tasks share the table. */
function keyOf(owner: string): string {
  return `coffee#${owner}`;
}

async function rowsOf(owner: string): Promise<readonly Record<string, unknown>[]> {
  const { Items = [] } = await shop.table.send(
    new QueryCommand({
      TableName: connectionsTable,
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': keyOf(owner) },
      ConsistentRead: true,
    }),
  );
  return Items;
}

/** A row of a connection that nobody hears on. */
function deadRow(owner: string, connectionId: string, minutesAgo: number) {
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  return { owner: keyOf(owner), connectionId, connectedAt: Date.now() - minutesAgo * 60_000, expiresAt };
}

async function expectNothingMissed(customer: Customer, id: string): Promise<void> {
  const again = await customer.connect();
  const { data } = await again.hearStatus(id, 'ready');
  expect(data.order.version).toBe(5);
}

describe('a connection', () => {
  it('ends for idleness: who comes back and syncs has missed nothing (fault 35)', async () => {
    const shawn = await shop.customer('idle');
    const line = await shawn.connect();
    expect(await line.closed).toBe(1001);
    const { id } = await shawn.order();
    await shop.audit.until(id, ({ status }) => status === 'ready');
    await expectNothingMissed(shawn, id);
  });

  it('ends for its age, however lively: who comes back has missed nothing (fault 35)', async () => {
    const shawn = await shop.customer('old');
    const line = await shawn.connect();
    const pinging = setInterval(() => line.say({ action: 'ping' }), 300);
    expect(await line.closed).toBe(1001);
    clearInterval(pinging);
    const { id } = await shawn.order();
    await shop.audit.until(id, ({ status }) => status === 'ready');
    await expectNothingMissed(shawn, id);
  });

  it('is lost without a word while the coffee is made: nothing is missed (fault 35)', async () => {
    const shawn = await shop.customer('lost');
    const line = await shawn.connect();
    const { id } = await shawn.order();
    await line.hearStatus(id, 'grinding');
    for (const connectionId of shop.cloud.sockets.connections()) shop.cloud.sockets.cut(connectionId);
    await line.closed;
    await shop.audit.until(id, ({ status }) => status === 'ready');
    await expectNothingMissed(shawn, id);
  });

  it('on which API Gateway alone answers, because the function fails, is asked again within seconds (fault 59)', async () => {
    const shawn = await shop.customer('patient');
    const late: CallFault = ({ body }, forward) => forward({ ...body, DelaySeconds: 900 });
    const hold = shop.faults.add({ name: 'held', action: 'SendMessage', fault: late });
    const { id } = await shawn.order();
    hold();
    const repair = shop.faults.add({ name: 'no index', action: 'Query', fault: serverError('before') });
    const { url: apiUrl, liveUrl } = shop.cloud;
    const token = await shop.cloud.issuer.token('patient');
    const client = new CoffeeClient({ apiUrl, liveUrl, token: async () => token, WebSocket });
    onTestFinished(() => client.close());
    const news = client.watchAll().next();
    await vi.waitFor(() => expect(shop.faults.counts().get('no index')).toBeGreaterThan(0), 10_000);
    repair();
    const repairedAt = performance.now();
    expect((await news).value?.order.id).toBe(id);
    expect(performance.now() - repairedAt).toBeLessThan(10_000);
    await client.cancel(id);
  });

  it('whose $disconnect never came is removed when it is found gone, and the others are told (faults 32 and 34)', async () => {
    const shawn = await shop.customer('gone');
    await shop.table.send(new PutCommand({ TableName: connectionsTable, Item: deadRow('gone', 'dead', 12) }));
    // Without a sync, which may tell of the order as well.
    const line = await shawn.tryToConnect();
    const { id } = await shawn.order();
    await line.hearStatus(id, 'ready');
    await vi.waitFor(async () => {
      expect((await rowsOf('gone')).map(({ connectionId }) => connectionId)).not.toContain('dead');
    });
    // Once for each version: the record was not tried again.
    expect(line.eventsOf(id)).toHaveLength(5);
  });

  it('whose $disconnect never came expires by itself (fault 34)', async () => {
    await shop.table.send(
      new PutCommand({ TableName: connectionsTable, Item: deadRow('nobody', 'dead', 0) }),
    );
    await shop.cloud.tables.expire(new Date(Date.now() + 3 * 3_600_000));
    expect(await rowsOf('nobody')).toEqual([]);
  });

  it('is closed once its token has expired, and told nothing more (fault 39)', async () => {
    const shawn = await shop.customer('expired');
    const line = await shawn.connect();
    const [row] = await rowsOf('expired');
    await shop.table.send(
      new UpdateCommand({
        TableName: connectionsTable,
        Key: { owner: keyOf('expired'), connectionId: row?.connectionId },
        UpdateExpression: 'SET expiresAt = :past',
        ExpressionAttributeValues: { ':past': Math.floor(Date.now() / 1000) - 1 },
      }),
    );
    const { id } = await shawn.order();
    expect(await line.closed).toBe(1000);
    expect(line.eventsOf(id)).toEqual([]);
    await vi.waitFor(async () => expect(await rowsOf('expired')).toEqual([]));
  });
});
